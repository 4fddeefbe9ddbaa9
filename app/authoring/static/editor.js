/* Writing a draft: saved when typing stops, kept on this machine until the server has it, merged when others wrote too;
   the cursor goes to a line that is pressed, and the preview follows it. Every page works without this file. ES2019. */
(function () {
  "use strict";
  const PAUSE_MS = 2000; // from the last key to the save
  const KEEP_MS = 300; // to the copy on this machine
  const AGAIN_MS = 5000; // to another try on a bad line
  const PATIENCE_MS = 20000;
  const TYPING = "Đang gõ, chưa lưu.";
  const tab = Math.random().toString(36).slice(2);
  const find = (selector, within) => (within || document).querySelector(selector);
  let editor = null; // of the form that is on the page now

  function start() {
    const form = find("#writing");
    if (form && (!editor || editor.form !== form)) editor = open(form);
  }

  function open(form) {
    const area = find("#chu", form);
    const number = find("[name=so]", form);
    const prefix = "nhap." + form.getAttribute("action") + "." + form.dataset.writer + ".";
    let stored = area.value; // what the server has acknowledged
    let told = find("#saved", form).textContent; // when that was
    let sent = ""; // what it may have got without our knowing
    let running = null; // the save that is on its way
    let unsure = false; // whether it did: then the same words are sent again first, which never makes them twice
    let waits = false; // kept beside the draft: a person decides before anything else is saved
    let going = false; // pressed, and waiting for the save
    let pause = 0;
    let keep = 0;

    /* On this machine, until acknowledged. */
    function keepHere() {
      if (area.value === stored) return localRemove(prefix + tab);
      localSet(prefix + tab, JSON.stringify({ so: number.value, text: area.value, sent: sent, at: Date.now() }));
    }

    function offerKept() {
      const kept = localKeys(prefix).map((key) => ({ key: key, value: localGet(key) }));
      const others = kept.filter((one) => one.value && one.value.text !== area.value);
      kept.filter((one) => !others.includes(one)).forEach((one) => localRemove(one.key));
      others.sort((a, b) => b.value.at - a.value.at);
      const box = find("#unsaved");
      box.hidden = !others.length;
      if (!others.length) return;
      const newest = others[0];
      find("#unsaved-at").textContent = "lúc " + new Date(newest.value.at).toLocaleString("vi-VN", { timeStyle: "short", dateStyle: "short" });
      find("#take-unsaved").onclick = () => {
        /* What its writer had before them: what came since is merged, not undone. */
        if (newest.value.sent !== area.value) number.value = newest.value.so;
        area.value = newest.value.text;
        localRemove(newest.key);
        typed();
        save();
        offerKept();
        area.focus();
      };
      find("#drop-unsaved").onclick = () => {
        localRemove(newest.key);
        offerKept();
        area.focus();
      };
    }

    /* To the server. */
    function typed() {
      clearTimeout(pause);
      clearTimeout(keep);
      keep = setTimeout(keepHere, KEEP_MS);
      if (waits) return say("Chữ gõ thêm đang giữ trên máy này. Bấm Lưu để xem hai bản và chọn.");
      pause = setTimeout(save, PAUSE_MS);
      say(area.value === stored && !running && !unsure ? told : TYPING);
    }

    /* Tells whether it went well. `asked`: by somebody who is about to decide, though another text waits. */
    function save(asked) {
      clearTimeout(pause);
      if (running) return running;
      if ((waits && asked !== true) || area.value === stored || !form.isConnected) return Promise.resolve(area.value === stored);
      running = send();
      running.finally(() => { running = null; });
      return running;
    }

    async function send() {
      if (!unsure) sent = area.value;
      unsure = true;
      keepHere();
      say("Đang lưu…");
      const trouble = await post().catch(() => "Mạng đang yếu, chưa lưu được. Chữ vẫn giữ trên máy này, có mạng là tự lưu.");
      keepHere();
      if (trouble) {
        say(trouble, true);
        if (unsure) pause = setTimeout(save, AGAIN_MS); // else when the writer comes back, or types
      } else if (area.value !== stored && !waits) pause = setTimeout(save, PAUSE_MS);
      return !trouble;
    }

    /* Until the server has every word that stands here, also those typed during a save. */
    async function saveAll(asked) {
      while (running || area.value !== stored) {
        if (!(await save(asked))) return false;
      }
      return true;
    }

    function written(text) {
      const body = new FormData();
      body.set("so", number.value);
      body.set("chu", text);
      return body;
    }

    async function post() {
      const stop = new AbortController();
      const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
      const options = { method: "POST", headers: { "HX-Request": "true" }, redirect: "manual", signal: stop.signal };
      const reply = await fetch(form.action, { ...options, body: written(sent) });
      const text = await reply.text();
      clearTimeout(patience);
      unsure = reply.status >= 500;
      if (reply.type === "opaqueredirect" || reply.status === 403) return "Thầy cô đã ra khỏi tài khoản. Chữ vẫn giữ trên máy này: mở thêm một trang, đăng nhập lại, chữ sẽ tự lưu.";
      if (reply.status === 413) return "Chữ dài quá, máy chủ không nhận. Thầy cô bớt lại; chữ vẫn còn nguyên ở đây.";
      const page = new DOMParser().parseFromString(text, "text/html");
      const outcome = find("#outcome", page);
      if (!reply.ok || !outcome) return "Máy chủ đang bận, chưa lưu được. Chữ vẫn giữ trên máy này và sẽ tự lưu.";
      take(page, outcome);
      return "";
    }

    function take(page, outcome) {
      const kept = outcome.dataset.kept;
      if (!form.isConnected) return void (stored = sent);
      waits = ["conflict", "submitted", "ended"].includes(kept);
      const typedOn = area.value !== sent;
      if (kept === "merged" && !typedOn) replace(find("#chu", page).value);
      stored = typedOn || kept !== "merged" ? sent : area.value;
      /* What is typed from now on goes out from the draft, or from exactly what was sent. */
      if (!waits) number.value = typedOn ? outcome.dataset.own : outcome.dataset.number;
      ["#outcome", "#findings", ".steps"].forEach((part) => find(part) && find(part, page) && find(part).replaceWith(document.importNode(find(part, page), true)));
      told = find("#saved", page).textContent;
      say(waits ? "Chữ đã được giữ riêng, chưa vào bản nháp. Bấm Lưu để xem hai bản và chọn." : typedOn ? TYPING : told, waits);
      follow(outcome.dataset.number);
    }

    /* The cursor stays where it was in the words. */
    function replace(text) {
      const old = area.value;
      let same = 0;
      while (same < old.length && old[same] === text[same]) same += 1;
      const moved = (place) => (place <= same ? place : Math.max(same, text.length - (old.length - place)));
      const places = [moved(area.selectionStart), moved(area.selectionEnd)];
      const top = area.scrollTop;
      area.value = text;
      area.setSelectionRange(places[0], places[1]);
      area.scrollTop = top;
    }

    function leave() {
      if (area.value === stored) return;
      keepHere();
      if (!running && !unsure) navigator.sendBeacon(form.action, written(area.value));
    }

    /* What is sent to review, or given up, is what stands here: first it is saved. */
    async function saveFirst(event) {
      const action = event.target.getAttribute("action");
      if (!form.isConnected || !event.target.closest(".steps") || waits || (area.value === stored && !running)) return;
      event.preventDefault();
      if (going) return;
      going = true;
      const done = await saveAll();
      going = false;
      const again = find('.steps form[action="' + action + '"]');
      if (again && done && !waits) again.requestSubmit();
    }

    async function press(event) {
      event.preventDefault();
      const decides = waits;
      if (area.value === stored) say(find("#saved").textContent);
      if ((await saveAll(true)) && decides && waits) decide();
    }

    /* As without script: to the two texts, now that the server has them both. */
    function decide() {
      const outcome = find("#outcome");
      const link = find('a[href$="/ban/' + outcome.dataset.own + '"]', outcome);
      link ? location.assign(link.href) : form.submit();
    }

    form.addEventListener("submit", press);
    document.addEventListener("submit", saveFirst);
    area.addEventListener("input", typed);
    area.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      press(event);
    });
    ["keyup", "click", "input"].forEach((name) => area.addEventListener(name, () => tellSpot(area)));
    offerKept();
    return { form: form, save: save, leave: leave };
  }

  function say(text, trouble) {
    const saved = find("#saved");
    if (!saved) return; // the page was left in the meantime
    saved.classList.toggle("error", !!trouble);
    if (saved.textContent !== text) saved.textContent = text;
  }

  /* Storage may be full, or forbidden. */
  function localSet(key, value) { try { localStorage.setItem(key, value); } catch (error) { return; } }
  function localRemove(key) { try { localStorage.removeItem(key); } catch (error) { return; } }
  function localGet(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } }
  function localKeys(prefix) { try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch (error) { return []; } }

  /* Lines. */
  function lineOf(area) {
    return area.value.slice(0, area.selectionStart).split("\n").length;
  }

  function tellSpot(area) {
    const before = area.value.slice(0, area.selectionStart).split("\n");
    const spot = find("#spot");
    spot.hidden = false;
    spot.textContent = "Dòng " + before.length + ", cột " + (before.pop().length + 1);
  }

  function goTo(line, column) {
    const area = find("#chu");
    const lines = area.value.split("\n");
    const at = Math.min(line, lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
    const place = start + Math.min(column - 1, lines[at].length);
    area.focus({ preventScroll: true });
    area.setSelectionRange(place, place);
    const mirror = area.cloneNode(); // as wide, with the lines before the cursor alone: so high is the place
    mirror.removeAttribute("id");
    mirror.removeAttribute("name");
    mirror.classList.add("mirror");
    mirror.value = area.value.slice(0, place);
    area.after(mirror);
    area.scrollTop = mirror.scrollHeight - area.clientHeight / 2;
    mirror.remove();
    area.scrollIntoView({ block: "nearest" });
    if (find("#spot")) tellSpot(area);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    goTo(Number(link.dataset.line), Number(link.dataset.column));
  });

  /* The preview shows the revision that was just saved, on the screen in which the cursor stands. */
  let shown = 0;

  function follow(number) {
    const frame = find("#trial");
    if (!frame || document.activeElement === frame) return;
    const starts = (find("#findings").dataset.screens || "").split(" ").filter(Boolean).map(Number);
    const line = lineOf(find("#chu"));
    const screen = Math.max(1, starts.filter((start) => start <= line).length);
    const before = placeOf(frame);
    const inside = /^(\/soan-bai\/xem-thu\/\d+\/)\d+(\/[^/]+\/)/.exec(before);
    if (!inside) {
      frame.src = frame.getAttribute("src").replace(/\d+$/, number);
      return;
    }
    const same = before.replace(/^(\/soan-bai\/xem-thu\/\d+\/)\d+/, "$1" + number);
    const other = inside[1] + number + inside[2] + "bai?buoc=" + screen;
    const top = frame.contentWindow.scrollY;
    if (screen === shown) frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
    frame.contentWindow.location.replace(screen === shown ? same : other);
    shown = screen;
  }

  /* "" for what the browser shows when the line is away: it tells nothing of it. */
  function placeOf(frame) {
    try {
      return frame.contentWindow.location.pathname + frame.contentWindow.location.search;
    } catch (error) {
      return "";
    }
  }

  ["pagehide", "htmx:beforeSwap"].forEach((name) => addEventListener(name, () => editor && editor.leave()));
  addEventListener("online", () => editor && editor.save());
  addEventListener("focus", () => editor && editor.save());
  document.addEventListener("visibilitychange", () => editor && editor.save());
  document.addEventListener("htmx:historyRestore", start);
  start();
})();
