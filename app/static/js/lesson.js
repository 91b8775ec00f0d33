// Where somebody stopped in a lesson that they have not finished, kept in this browser: the way back to it is offered.
//
// Without this script a lesson begins at its top, and "Go on" leads to the first lesson that is not read.

const { words } = document.querySelector("script[data-words]").dataset;
const key = `lesson ${location.pathname}`; // holds the enrolment, so that two people at one machine do not meet
const headings = [...document.querySelectorAll("article.lesson h2")];
const finish = document.querySelector(".lesson-foot form");
const PAUSE = 400; // milliseconds after the last movement
let timer;

// The browser may keep nothing: then there is nothing to go back to.
function kept() {
  try {
    return Number(localStorage.getItem(key) ?? 0);
  } catch {
    return 0;
  }
}

function keep(place) {
  try {
    if (place > 0) localStorage.setItem(key, place);
    else localStorage.removeItem(key);
  } catch {
    // as above
  }
}

function offer(heading) {
  const link = document.createElement("a");
  heading.id ||= "stopped";
  link.href = `#${heading.id}`;
  link.textContent = words.replace("{0}", heading.textContent);
  const line = document.createElement("p");
  line.className = "lesson-resume";
  line.append(link);
  document.querySelector(".lesson-aim").after(line);
  link.addEventListener("click", () => {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });
}

if (finish) {
  const place = kept();
  if (headings[place] && place > 0 && !location.hash) offer(headings[place]);
  addEventListener(
    "scroll",
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(headings.findLastIndex((one) => one.getBoundingClientRect().top < innerHeight / 2)), PAUSE);
    },
    { passive: true },
  );
  finish.addEventListener("submit", () => {
    clearTimeout(timer);
    keep(0);
  });
}
