"use strict";
const named = (text, lang) => {
  const out = document.createElement("bdi");
  text.split(/[\u2068\u2069]/).forEach((part, i) => {
    if (i % 2) { const name = document.createElement("bdi"); name.lang = lang; name.textContent = part; out.append(name); } else out.append(part);
  });
  return out;
};
