"use strict";
(() => {
  /* The rules are those of domain/tokens.py, merkle_tree.py and status_list.py: one spelling of everything, our keys alone,
     each within its time. */
  const $ = (id) => document.getElementById(id);
  const known = JSON.parse($("known").textContent);
  const MOST = 1000000, UNPACKED = 60000, LONGEST = 20000, LIST = 131072;
  const HEADINGS = {
    valid: ["✓", "Giấy thật, còn giá trị"],
    expired: ["◷", "Giấy thật, đã hết hạn"],
    revoked: ["✕", "Giấy đã bị thu hồi"],
    unknown: ["?", "Không xác nhận được giấy này"],
    foreign: ["?", "Không phải giấy xác nhận của Học Vụ Số"],
    changed: ["✕", "Tệp giấy đã bị sửa, hoặc chép thiếu"],
    stranger: ["✕", "Giấy ký bằng khóa khác"],
    outdated: ["↻", "Trang này chưa kiểm tra được tệp ấy"],
  };
  class Refused extends Error {}
  class Outdated extends Error {}
  const refuse = (why) => { throw new Refused(why); };
  const CHANGED = "Chữ ký không khớp với chữ trong tệp. Mời xin lại tệp từ người có giấy rồi kiểm lại.";
  const OTHER_KEY = "Không phải khóa của nơi này: giấy của nơi khác cấp, hoặc giấy giả.";
  const NOTHING = "Trong tệp này không có giấy xác nhận nào. Mời chọn tệp PDF của giấy, hay tệp ký số mà người có giấy tải về.";
  const NOT_LOGGED = "Bằng chứng sổ cái kèm trong tệp không đúng.";
  const HEADED = new Map([[CHANGED, "changed"], [NOT_LOGGED, "changed"], [OTHER_KEY, "stranger"], [NOTHING, "foreign"]]);
  const NEW_KEY = "Trang này không có khóa đã ký tệp. Có lẽ trang này lưu từ trước khi nơi cấp đổi khóa: lúc nào có mạng, hãy lưu lại trang rồi kiểm lại. "
    + "Trang mới lưu mà vẫn báo như vậy thì tệp không phải do nơi này cấp.";
  const UNDER_WAY = 600; // seconds between the moment that a statement tells and the one when its key is published

  const encode = (bytes) => {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const decode = (text) => {
    if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) refuse(CHANGED);
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    if (encode(bytes) !== text) refuse(CHANGED);
    return bytes;
  };
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => /^[0-9a-f]{64}$/.test(text) ? Uint8Array.from(text.match(/../g), (two) => parseInt(two, 16)) : refuse(NOT_LOGGED);
  const utf8 = (text) => new TextEncoder().encode(text);
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(await new Blob(parts).arrayBuffer())));
  const equal = (one, other) => hex(one) === hex(other);
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (!isObject(value)) return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  };
  const parsed = (bytes) => {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    return isObject(value) && canonical(value) === text ? value : refuse(CHANGED);
  };
  const statementIn = (bytes) => {
    try { return parsed(bytes); } catch { return refuse(CHANGED); }
  };

  const publicHalf = ({ crv, kty, x, y }) => ({ crv, kty, x, y });
  const isCarried = (kind, header) => kind === "vc+jwt" && isObject(header.jwk);
  const headerOf = (kind, said, key) => isCarried(kind, said)
    ? { alg: "ES256", jwk: publicHalf(key), typ: "JWT" }
    : { alg: "ES256", kid: key.kid, typ: kind };

  /* The key that a header names or carries: one of ours. Whoever signed before this page was saved had a key that is in it;
     of a later one nothing is known here. */
  const meant = (kind, said, body) => {
    const key = isCarried(kind, said)
      ? known.keys.find((one) => canonical(publicHalf(one)) === canonical(said.jwk))
      : known.keys.find((one) => one.kid === said.kid);
    if (key) return canonical(said) === canonical(headerOf(kind, said, key)) ? key : refuse(CHANGED);
    const stranger = { ...(said.jwk || {}), kid: said.kid };
    const isWhole = typeof said.kid === "string" || isCarried(kind, said);
    if (!isWhole || canonical(said) !== canonical(headerOf(kind, said, stranger))) refuse(CHANGED);
    const isElsewhere = kind === "vc+jwt" && body.iss !== known.issuer;
    if (isElsewhere || momentIn(body) < known.moment - UNDER_WAY) refuse(OTHER_KEY);
    throw new Outdated(NEW_KEY);
  };
  const momentIn = (statement) => {
    const at = "nbf" in statement ? statement.nbf : statement.iat;
    return Number.isInteger(at) ? at : refuse(CHANGED);
  };

  /* A statement that one of our keys signed in its time, or nothing at all. */
  const read = async (token, kind) => {
    const parts = typeof token === "string" && token.length <= LONGEST ? token.split(".") : [];
    if (parts.length !== 3) refuse(CHANGED);
    const [header, body, signature] = parts.map(decode);
    const said = statementIn(header), statement = statementIn(body), key = meant(kind, said, statement);
    if (signature.length !== 64 || BigInt(`0x${hex(signature.slice(32))}`) > BigInt(known.order) / 2n) refuse(CHANGED);
    const use = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const verifier = await crypto.subtle.importKey("jwk", publicHalf(key), use, false, ["verify"]);
    if (!(await crypto.subtle.verify(use, verifier, signature, utf8(`${parts[0]}.${parts[1]}`)))) refuse(CHANGED);
    const at = momentIn(statement);
    if (at < key.nbf || (key.exp !== undefined && at >= key.exp)) refuse(CHANGED);
    return statement;
  };

  /* Whether a token means to be a certificate, whoever signed it. */
  const isBadge = (token) => {
    try {
      const said = JSON.parse(new TextDecoder().decode(decode(token.split(".")[1])));
      return Array.isArray(said.type) && said.type.includes("OpenBadgeCredential");
    } catch { return false; }
  };

  /* RFC 9162, 2.1.3.2 */
  const isIncluded = async (leaf, index, size, proof, root) => {
    if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
    let at = index, last = size - 1, found = leaf;
    const half = (number) => Math.floor(number / 2), node = Uint8Array.of(1);
    for (const beside of proof) {
      if (last === 0) return false;
      if (at % 2 || at === last) {
        found = await sha256(node, beside, found);
        while (at % 2 === 0 && at) { at = half(at); last = half(last); }
      } else found = await sha256(node, found, beside);
      at = half(at); last = half(last);
    }
    return last === 0 && equal(found, root);
  };

  const unpacked = async (bytes, kind, most) => {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(kind)).getReader();
    const pieces = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer());
      pieces.push(value);
      size += value.length;
      if (size > most) { await reader.cancel(); return refuse(NOTHING); }
    }
  };

  const inPdf = async (bytes) => {
    const text = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, at) => String.fromCharCode(...bytes.subarray(at * 8192, at * 8192 + 8192))).join("");
    const found = new Set();
    for (const match of text.matchAll(/stream\r?\n([^]*?)endstream/g)) {
      const start = match.index + match[0].indexOf("\n") + 1, end = start + match[1].length;
      for (const cut of [1, 2, 0]) {
        const plain = await unpacked(bytes.subarray(start, end - cut), "deflate", UNPACKED).catch(() => null);
        if (!plain) continue;
        const inside = new TextDecoder().decode(plain);
        if (inside.trimStart().startsWith("{") && inside.slice(0, 200).includes(known.format)) found.add(inside);
        break;
      }
    }
    return found.size === 1 ? [...found][0] : refuse(NOTHING);
  };

  const carried = async (bytes) => {
    if (bytes.length > MOST) refuse(NOTHING);
    const start = new TextDecoder().decode(bytes.subarray(0, 20)).trimStart();
    const text = (start.startsWith("%PDF-") ? await inPdf(bytes) : new TextDecoder("utf-8", { fatal: true }).decode(bytes)).trim();
    if (!text.startsWith("{")) return { credential: text };
    const file = JSON.parse(text);
    return isObject(file) && file.format === known.format ? file : refuse(NOTHING);
  };

  const proved = async (file) => {
    if (file.head === undefined) return "";
    const head = await read(file.head, "log-head+jwt").catch((error) => {
      throw error instanceof Outdated ? error : new Refused(NOT_LOGGED);
    });
    const entry = JSON.parse(file.entry), hash = hex(await sha256(utf8(file.credential)));
    const isItsOwn = isObject(entry) && canonical(entry) === file.entry && entry.event === "issued" && entry.token === hash;
    const leaf = await sha256(Uint8Array.of(0), utf8(file.entry));
    if (!isItsOwn || head.size !== file.size || !Array.isArray(file.proof)) refuse(NOT_LOGGED);
    if (!(await isIncluded(leaf, file.index, file.size, file.proof.map(unhex), unhex(head.root)))) refuse(NOT_LOGGED);
    return `Dòng ${file.index} trong ${file.size} dòng của sổ cái đã ký ngày ${day(head.iat)}.`;
  };

  /* Whether the lists saved with this page say so; null where they were saved before it was issued. */
  const isRevoked = async (claims) => {
    const status = claims.credentialStatus, number = Number(/\/(\d+)$/.exec(status.statusListCredential)[1]);
    if (known.lists.length < number) return null;
    const list = await read(known.lists[number - 1], "statuslist+jwt");
    if (list.sub !== status.statusListCredential) refuse(CHANGED);
    const bits = await unpacked(decode(list.credentialSubject.encodedList.slice(1)), "gzip", LIST / 8);
    const place = Number(status.statusListIndex);
    if (bits.length !== LIST / 8 || !Number.isInteger(place) || place < 0 || place >= LIST) refuse(CHANGED);
    if (bits[place >> 3] & (0x80 >> (place & 7))) return true;
    return claims.nbf > list.iat ? null : false;
  };

  const day = (seconds) => new Date((seconds + 7 * 3600) * 1000).toISOString().slice(0, 10).split("-").reverse().join("/");

  const judge = async (bytes) => {
    const file = await carried(bytes);
    const claims = await read(file.credential, "vc+jwt").catch((error) => {
      throw file.format || isBadge(file.credential) ? error : new Refused(NOTHING);
    });
    if (claims.iss !== known.issuer || !claims.type.includes("OpenBadgeCredential")) refuse(CHANGED);
    const revoked = await isRevoked(claims);
    const log = await proved(file).catch((error) => {
      if (!revoked || !(error instanceof Outdated)) throw error;
      return "Đầu sổ kèm trong tệp ký bằng khóa mà trang này chưa có.";
    });
    const status = revoked ? "revoked" : Date.now() / 1000 > claims.exp ? "expired" : "valid";
    const because = status === "revoked" ? "" : revoked === null
      ? "Giấy cấp sau ngày lưu trang này, nên trang chưa biết giấy có bị thu hồi hay không."
      : `Tính đến ngày lưu trang này (${known.saved}) giấy chưa bị thu hồi.`;
    return { status, because, claims, log };
  };

  const told = (claims, log) => {
    const achievement = claims.credentialSubject.achievement, evidence = claims.evidence[0];
    return [
      ["Mã", claims.jti.split("/").pop().match(/.{1,4}/g).join("-")],
      ["Theo", claims.credentialSubject.achievement.name],
      ["Kỹ năng", achievement.criteria.narrative],
      ["Cách cấp", `${evidence.name}. ${evidence.narrative}`],
      ["Cấp ngày", day(claims.nbf)],
      ["Có giá trị đến hết ngày", day(claims.exp)],
      ["Sổ cái", log || "Tệp này không kèm bằng chứng sổ cái."],
    ];
  };

  const show = ({ status, because, claims, log }) => {
    const [sign, heading] = HEADINGS[HEADED.get(because) || status];
    $("sign").textContent = sign;
    $("heading").textContent = heading;
    $("because").textContent = because;
    $("told").replaceChildren(...(claims ? told(claims, log) : []).flatMap(([name, value]) => {
      const [term, description] = ["dt", "dd"].map((tag) => document.createElement(tag));
      term.textContent = name;
      description.textContent = value;
      return [term, description];
    }));
    $("names").hidden = !claims;
    $("same").textContent = "";
    $("result").className = status;
    $("result").hidden = false;
    $("result").focus();
    shown = claims;
  };

  let shown = null;
  const check = async (bytes) => {
    try {
      return await judge(bytes);
    } catch (error) {
      const status = error instanceof Outdated ? "outdated" : "unknown";
      return { status, because: status === "outdated" || error instanceof Refused ? error.message : NOTHING };
    }
  };
  const capitals = (name) => name.toLowerCase().replace(/(^|\s)\S/g, (letter) => letter.toUpperCase());

  $("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = $("file").files, typed = $("text").value.trim(), isMissing = !file && !typed;
    $("missing").hidden = !isMissing;
    if (isMissing) $("result").hidden = true;
    else show(await check(file ? new Uint8Array(await file.arrayBuffer()) : utf8(typed)));
  });
  $("names").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = $("name").value.normalize("NFC").trim().replace(/\s+/g, " "), identity = shown.credentialSubject.identifier[0];
    const hashes = await Promise.all([name, capitals(name), name.toUpperCase(), name.toLowerCase()].map((one) => sha256(utf8(one + identity.salt))));
    const isSame = hashes.some((hash) => `sha256$${hex(hash)}` === identity.identityHash);
    $("same").textContent = isSame ? "Đúng là tên của người có giấy." : "Không khớp với tên trên giấy. Mời gõ đủ họ tên, có dấu, đúng như in trên giấy.";
  });
  $("saved").textContent = known.saved;
  if (window.crypto && crypto.subtle && window.DecompressionStream) {
    $("no-script").hidden = true;
    $("form").hidden = false;
  }
  window.checkCertificate = check;
})();
