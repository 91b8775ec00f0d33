// Small comforts on pages that work without them: copying, closing what was opened, showing where one is, going to what
// is wrong.

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      status.textContent = button.dataset.copied;
    } catch {
      source.select(); // no permission: the reader copies what is now marked
    }
  });
}

for (const details of document.querySelectorAll("[data-confirm]")) {
  const close = details.querySelector("[data-confirm-close]");
  close.hidden = false;
  close.addEventListener("click", () => shut(details));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("[data-confirm][open], [data-menu][open]");
  if (open) shut(open);
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// On a narrow screen tabs run on beyond its edge; the current one is brought into sight.
for (const current of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = current.closest(".tabs");
  const [here, all] = [current.getBoundingClientRect(), tabs.getBoundingClientRect()];
  tabs.scrollBy({ left: here.left + here.width / 2 - all.left - all.width / 2, behavior: "instant" });
}

function shut(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

document.querySelector("[data-focus]")?.focus();
