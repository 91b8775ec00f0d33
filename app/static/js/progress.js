// Follows a job: asks once a second until it is done or has failed, then goes to where the answer says.

const EVERY = 1000; // milliseconds
const PATIENCE = 30; // seconds between questions at most, when the server does not answer

// What somebody is typing is worth more than the newest figures: then the page only says that they are there.
let isTyping = false;
document.addEventListener("input", () => { isTyping = true; }, { once: true });

for (const block of document.querySelectorAll("[data-poll-url]")) follow(block);

function follow(block) {
  const bar = block.querySelector("progress");
  const text = block.querySelector("[data-poll-text]");
  let misses = 0;

  async function ask() {
    try {
      const answer = await fetch(block.dataset.pollUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      misses = 0;
      if (job.share !== null && job.share !== undefined) bar.value = job.share;
      if (job.text && job.text !== text.textContent) text.textContent = job.text;
      if (job.state === "done" || job.state === "failed") {
        if (isTyping && block.dataset.pollReady) {
          text.textContent = block.dataset.pollReady;
          bar.value = 1;
        } else if (job.url) location.assign(job.url);
        else location.reload();
        return;
      }
    } catch {
      misses += 1;
    }
    setTimeout(ask, Math.min(EVERY * 2 ** misses, PATIENCE * 1000));
  }

  setTimeout(ask, EVERY);
}
