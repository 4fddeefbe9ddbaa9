/* A sitting on a weak line: an answer that cannot be sent waits on the phone, goes when the network is back, and counts
   once (its form has a key). Also tells how long was thought, for answers that waited. Without this file everything works
   while there is a network. ES2019 for old phones. */
(function () {
  "use strict";
  const WAIT_MS = 5000;
  const HERE = location.pathname.replace(/\/(tra-loi|bam)$/, ""); // also when the browser itself sent the form
  const PLACE = "cho-gui " + HERE; // each sitting has its own
  let shownAt = performance.now();
  let sending = false;

  const find = (selector) => document.querySelector(selector);

  function waiting() {
    try {
      return JSON.parse(localStorage.getItem(PLACE)) || null;
    } catch (error) {
      return null;
    }
  }

  function keep(answer) {
    try {
      localStorage.setItem(PLACE, JSON.stringify(answer));
    } catch (error) {
      return false; // a phone that keeps nothing: the page says so itself (app.js)
    }
    return true;
  }

  function forget() {
    try {
      localStorage.removeItem(PLACE);
    } catch (error) { /* nothing was kept */ }
  }

  /* While an answer waits nothing else can be answered: what comes next depends on it. */
  function show() {
    const note = find("#cho-gui"), answer = waiting(), weak = find("#notice");
    if (!note) return;
    if (answer && weak) weak.textContent = ""; // app.js would have it pressed again
    note.hidden = !answer;
    document.querySelectorAll("main.sitting form").forEach((form) => (form.hidden = !!answer && form.hasAttribute("data-keep")));
  }

  /* What became of it is for the page to show: it is opened anew once the service itself says that it has this answer, by its
     key. Whatever else comes back - "not now", somebody else holds the phone, the log-in page of some Wi-Fi - it waits. */
  function send() {
    const answer = waiting();
    if (!answer || sending) return;
    sending = true;
    fetch(answer.url, {
      method: "POST", body: answer.body, credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }).then((reply) => {
      sending = false;
      if (reply.headers.get("X-Da-Nhan") !== new URLSearchParams(answer.body).get("khoa")) return;
      forget();
      location.replace(HERE);
    }, () => (sending = false));
  }

  function begin() {
    shownAt = performance.now();
    show();
    send();
  }

  function bodyOf(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button && button.name) fields.append(button.name, button.value);
    return fields.toString();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target, thought = form.querySelector("[name=nghi]");
    if (thought) thought.value = Math.round(performance.now() - shownAt);
    if (!form.hasAttribute("data-keep")) return;
    form.pressed = event.submitter;
    if (navigator.onLine !== false) return;
    if (keepForm(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  function keepForm(form) {
    const kept = keep({ url: form.getAttribute("action"), body: bodyOf(form, form.pressed) });
    if (kept) show();
    return kept;
  }

  function lost(event) {
    const form = event.detail.elt;
    if (form && form.hasAttribute("data-keep")) keepForm(form);
  }

  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 500) return;
    event.detail.shouldSwap = false;
    lost({ detail: { elt: event.detail.requestConfig.elt } });
  });
  document.addEventListener("htmx:afterSettle", () => {
    shownAt = performance.now();
    show();
  });
  addEventListener("online", send);
  setInterval(send, WAIT_MS);
  begin();
})();
