/* A sitting on a weak line: an answer, or a press on the look-alike phone, that cannot be sent waits on the phone, also when
   the page is closed, goes when the network is back, and counts once (its form has a key, a press its number as well). Also
   tells how long was thought, and how long it waited. Without this file everything works while there is a network. ES2019
   for old phones. */
(function () {
  "use strict";
  const WAITED = "cho"; // how long, in ms
  const WAIT_MS = 5000, PATIENCE_MS = 20000; // between two tries; for a reply that may never come
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

  function keep(sent) {
    try {
      localStorage.setItem(PLACE, JSON.stringify(sent));
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

  /* While something waits nothing else can be pressed: what comes next depends on it. The look-alike phone stays to be seen. */
  function show() {
    const note = find("#cho-gui"), waits = !!waiting(), weak = find("#notice");
    if (!note) return;
    if (waits && weak) weak.textContent = ""; // app.js would have it pressed again
    const appears = waits && note.hidden;
    note.hidden = !waits;
    if (appears) note.scrollIntoView({ block: "nearest" });
    document.querySelectorAll("main.sitting form").forEach((form) => {
      const isPhone = form.classList.contains("try");
      form.hidden = waits && !isPhone;
      form.inert = waits && isPhone;
      form.classList.toggle("waits", waits && isPhone);
    });
  }

  /* The service names what it has: the key of a task, of a press with its number. */
  function nameOf(body) {
    const fields = new URLSearchParams(body), number = fields.get("thu-tu");
    return fields.get("khoa") + (number ? "." + number : "");
  }

  /* What became of it is for the page to show: it is opened anew once the service itself says that it has it. Whatever else
     comes back - "not now", somebody else holds the phone, the log-in page of some Wi-Fi - it waits. */
  function send() {
    const kept = waiting();
    if (!kept || sending) return;
    sending = true;
    const giveUp = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => giveUp ? giveUp.abort() : done(), PATIENCE_MS);
    const done = () => {
      clearTimeout(timer);
      sending = false;
    };
    fetch(kept.url, {
      signal: giveUp ? giveUp.signal : undefined,
      method: "POST", body: kept.body + `&${WAITED}=${Math.max(0, Date.now() - kept.at)}`, credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }).then((reply) => {
      done();
      if (reply.headers.get("X-Da-Nhan") !== nameOf(kept.body)) return;
      forget();
      location.replace(HERE);
    }, done);
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

  /* Old phones do not say which button sent a form. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[type=submit]");
    if (button && button.form) button.form.pressed = button;
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target, thought = form.querySelector("[name=nghi]");
    if (waiting() && form.closest("main.sitting")) return stay(event);
    if (thought) thought.value = Math.round(performance.now() - shownAt);
    if (!form.hasAttribute("data-keep")) return;
    form.pressed = event.submitter || form.pressed;
    if (navigator.onLine === false && keepForm(form)) stay(event);
  }, true);

  function stay(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    show();
  }

  function keepForm(form) {
    const kept = keep({ url: form.getAttribute("action"), body: bodyOf(form, form.pressed), at: Date.now() });
    if (kept) show();
    return kept;
  }

  function lost(event) {
    const form = event.detail.elt;
    if (form && form.hasAttribute("data-keep")) keepForm(form);
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.hasAttribute("data-keep")) event.detail.timeout = PATIENCE_MS;
  });
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
