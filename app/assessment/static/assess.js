/* The assessor's desk: one key for each decision, taps played one after the other. Everything works without this file. */
(function () {
  "use strict";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const find = (selector) => document.querySelector(selector);

  /* 0. A page that a refused form brought is found again by Back and by reloading: its address leads to the page of the form. */
  if (find("main > .error[role=alert]")) history.replaceState(null, "", location.href);

  /* 1. Another reason brings its own texts, unless somebody has typed. */
  const readyMade = (form, name) => all("#" + form.closest("details").id + " [name=ly-do]").map((one) => one.dataset[name]);
  document.addEventListener("change", (event) => {
    const reason = event.target;
    if (reason.name !== "ly-do") return;
    const form = reason.form;
    [["loi-nguoi-hoc", "learner"], ["loi-ho-so", "authority"]].forEach(([field, name]) => {
      const box = form.elements[field];
      if (!box.value.trim() || readyMade(form, name).includes(box.value)) box.value = reason.dataset[name];
    });
  });

  /* 2. What was typed outlives the way to the password and back; once it was recorded it is forgotten. */
  const about = location.pathname.split("/ho-so/")[1];
  const place = about && "ho-so:" + about.split("/")[0];
  const texts = ["loi-nguoi-hoc", "loi-ho-so"];
  if (/[?&](da-ghi|xong)=/.test(location.search)) Object.keys(sessionStorage).forEach((key) => key.startsWith("ho-so:") && sessionStorage.removeItem(key));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!place || !form.closest(".decide")) return;
    const said = texts.map((name) => form.elements[name].value);
    sessionStorage.setItem(place, JSON.stringify([form.elements.viec.value, form.elements["ly-do"].value, ...said]));
  });
  const kept = place && JSON.parse(sessionStorage.getItem(place) || "null");
  const panel = kept && document.getElementById("viec-" + kept[0]);
  if (panel && !find(".decide details[open]")) {
    const form = panel.querySelector("form");
    panel.open = true;
    form.elements["ly-do"].value = kept[1];
    texts.forEach((name, number) => (form.elements[name].value = kept[2 + number]));
  }

  /* 3. Keys. Not while somebody types, and never with Ctrl, Alt or Meta. */
  let at = -1;
  function walk(step) {
    const tasks = all(".tasks > li");
    if (!tasks.length) return;
    at = Math.min(Math.max(at + step, 0), tasks.length - 1);
    const folded = tasks[at].closest("details");
    if (folded) folded.open = true;
    tasks[at].focus();
    tasks[at].scrollIntoView({ block: "start" });
  }

  function use(key) {
    const target = find('[data-key="' + key + '"]');
    if (!target) return false;
    if (target.tagName !== "DETAILS") {
      target.click();
      return true;
    }
    const others = target.closest(".decide") ? all(".decide details") : [];
    others.forEach((one) => one !== target && (one.open = false));
    target.open = true;
    (target.querySelector("[type=submit]") || target.querySelector("summary")).focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
    return true;
  }

  function choose(number) {
    const reason = all(".decide details[open] [name=ly-do]")[number - 1];
    if (!reason) return false;
    reason.checked = true;
    reason.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const typing = /^(TEXTAREA|SELECT)$/.test(event.target.tagName) || (event.target.tagName === "INPUT" && event.target.type !== "radio");
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    let used = true;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (/^[1-9]$/.test(event.key)) used = choose(Number(event.key));
    else used = /^[apdogcrnmu?]$/.test(event.key) && use(event.key);
    if (used) event.preventDefault();
  });

  /* 4. The taps: each screen stands as long as the server says, all of them at most a minute. */
  const player = find("#player");
  const frames = all(".frames > li");
  if (!player || !frames.length) return;
  const button = player.querySelector("button");
  const said = player.querySelector("span");
  let timer = 0;
  player.hidden = false;

  function show(place) {
    all(".now").forEach((one) => one.classList.remove("now"));
    const frame = frames[place];
    frame.classList.add("now");
    frame.closest(".played").classList.add("now");
    (frame.querySelector(".tapped") || frame).scrollIntoView({ block: "center" });
    said.textContent = "Lần bấm " + (place + 1) + " trong " + frames.length;
    timer = setTimeout(() => (place + 1 < frames.length ? show(place + 1) : stop()), Number(frame.dataset.ms));
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    document.body.classList.remove("playing");
    button.textContent = "Phát lại";
    said.textContent = "";
  }

  button.addEventListener("click", () => {
    if (timer) return stop();
    document.body.classList.add("playing");
    button.textContent = "Dừng";
    show(0);
  });
})();
