/* What htmx does not do: the reader's name, reading aloud, focus, one press at a time, a calm word when the line is weak.
   Every page works without this file. ES2019 for old phones. */
(function () {
  "use strict";
  const own = document.currentScript;
  /* htmx comes after the page has been painted: until then links and forms work by themselves. */
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
    const htmx = document.createElement("script");
    htmx.src = own.dataset.htmx;
    document.head.append(htmx);
  }, 200)));

  const find = (selector) => document.querySelector(selector);

  /* 1. "Ai đang học?" becomes the name kept in the readable cookie `ten`; pages stay the same bytes for everyone. */
  function showName() {
    const who = find("#who");
    const cookie = /(?:^|; )ten=([^;]*)/.exec(document.cookie);
    let name = "";
    try {
      name = cookie ? decodeURIComponent(cookie[1]).trim() : "";
    } catch (error) {
      name = "";
    }
    if (who) who.textContent = name || "Ai đang học?";
  }

  /* 2. "Nghe": only on phones that have a Vietnamese voice. */
  const speech = window.speechSynthesis;
  const DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split(" ");
  const WORDS = [[/\bOTP\b/gi, "ô tê pê"], [/\bVNeID\b/gi, "vê en ai đi"], [/\bQR\b/gi, "quy e-rờ"], [/\bNFC\b/gi, "en ép xê"]];
  const ADDRESS = /(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[^\s,;)]*)?)/gi;
  const HOTLINE = /\b(?:1[89]00|0\d{1,3})(?:[ .]?\d{2,4})+\b|\b(?:11[1-5]|156|5656)\b/g;
  let voice = null;
  let reading = null; // the button whose text is being read
  let queue = []; // utterances are kept, or Chrome may drop them half-way

  function spoken(text) {
    let said = text.replace(ADDRESS, (_, address) => address.replace(/\./g, " chấm ").replace(/\//g, " gạch chéo "));
    WORDS.forEach(([word, sound]) => (said = said.replace(word, sound)));
    return said.replace(HOTLINE, (number) => number.replace(/\D/g, "").split("").map((digit) => DIGITS[digit]).join(" "));
  }

  function sentences(text) {
    return text.replace(/([.!?…])\s+/g, "$1\n").split("\n").map((part) => part.trim()).filter(Boolean);
  }

  function label(button, text) {
    button.querySelector("span").textContent = text;
  }

  function stop() {
    if (reading) label(reading, "Nghe");
    reading = null;
    queue = [];
    if (speech) speech.cancel();
  }

  function read(button) {
    const text = Array.from(document.querySelectorAll(button.dataset.listen), (part) => part.innerText).join("\n");
    stop();
    reading = button;
    label(button, "Dừng");
    queue = sentences(text).map((sentence) => {
      const utterance = new SpeechSynthesisUtterance(spoken(sentence));
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.85;
      return utterance;
    });
    const last = queue[queue.length - 1];
    if (!last) return stop();
    last.onend = () => last === queue[queue.length - 1] && stop();
    queue.forEach((utterance) => speech.speak(utterance));
  }

  function showListen() {
    const voices = speech ? speech.getVoices().filter((one) => /^vi([-_]|$)/i.test(one.lang)) : [];
    voice = voices.find((one) => one.localService) || voices[0] || null;
    document.querySelectorAll(".listen").forEach((button) => (button.hidden = !voice));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".listen");
    if (button) button === reading ? stop() : read(button);
  });

  /* 3. A new screen: the heading gets the focus, so a screen reader starts there; or what was pressed and is still there. */
  function arrive() {
    showName();
    showListen();
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    arrive();
    const heading = /^(screen|luot|vi-sao)$/.test(event.target.id) && (find("#screen [role=alert]") || find("#screen [data-pressed]") || find("#screen h1"));
    if (!heading) return;
    if (heading.tabIndex < 0) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });

  /* 4. One press at a time. */
  function setBusy(form, busy) {
    form.querySelectorAll("[type=submit]").forEach((button) => {
      button.classList.toggle("busy", busy);
      busy ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
    });
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.querySelector(".busy")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    say("");
    if (event.detail.elt.tagName === "FORM") setBusy(event.detail.elt, true);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.tagName === "FORM") setBusy(event.detail.elt, false);
  });

  /* 5. A weak line. */
  function say(text) {
    const notice = find("#notice");
    if (notice) notice.textContent = text;
  }

  function apologise(event) {
    const sent = event.detail.requestConfig && event.detail.requestConfig.verb !== "get";
    say("Mạng đang yếu, " + (sent ? "câu trả lời chưa gửi được" : "trang chưa mở được") + ". Mình bấm lại nhé.");
  }

  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => document.addEventListener(name, apologise));

  /* Only a page of ours may take the screen's place, or a part that names its own: a proxy's error page would leave
     nothing to press. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const ours = (event.detail.serverResponse || "").includes('id="screen"') || event.detail.xhr.getResponseHeader("HX-Retarget");
    event.detail.shouldSwap = !!ours;
    ours ? stop() : apologise(event);
  });
  document.addEventListener("htmx:historyRestore", arrive);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", arrive);
  if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", showListen);
  arrive();
})();
