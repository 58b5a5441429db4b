// Helps with forms where scripts run: a preview while one types, and a filter for long lists.
const WAIT_MS = 900;

for (const box of document.querySelectorAll("[data-filter]")) addFilter(box);
const form = document.querySelector("form[data-preview]");
if (form) startPreview(form);

// A field above a long list of ticks: only those with the words in them are shown.
function addFilter(box) {
  const list = box.parentElement.querySelector(".app-choices");
  const items = [...list.querySelectorAll(".nhsuk-checkboxes__item")];
  const id = `${items[0].querySelector("input").id}-filter`;
  const label = document.createElement("label");
  label.className = "nhsuk-label";
  label.htmlFor = id;
  label.textContent = box.dataset.filter;
  const input = document.createElement("input");
  input.className = "nhsuk-input nhsuk-input--width-20";
  input.id = id;
  input.type = "search";
  input.autocomplete = "off";
  const said = document.createElement("p");
  said.className = "nhsuk-body-s";
  said.setAttribute("role", "status");
  box.append(label, input, said);
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      const isShown = words.every((word) => text.includes(word));
      item.hidden = !isShown && !item.querySelector("input").checked;
      found += item.hidden ? 0 : 1;
    }
    said.textContent = words.length ? `${found} ${box.dataset.filterFound}` : "";
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// Sends what is typed once it has rested, and shows what the scheme would be. Nothing is kept.
function startPreview(form) {
  const panel = document.querySelector("#trial");
  const said = document.querySelector("#trial-said");
  let timer = 0;
  let asked = null;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.preview, { method: "POST", body, signal: asked.signal });
      if (!answer.ok) return;
      const opened = panel.querySelector("details")?.open;
      panel.innerHTML = await answer.text();
      if (opened) panel.querySelector("details")?.setAttribute("open", "");
      const sentence = panel.querySelector("[data-said]").dataset.said;
      if (said.textContent !== sentence) said.textContent = sentence;
    } catch (error) {
      if (error.name !== "AbortError") panel.dataset.failed = "true"; // the last preview stays
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}
