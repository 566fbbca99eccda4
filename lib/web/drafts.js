// Runs in every page after page_start.js. What somebody types in a form survives a reload, also the
// one that a restart of the server brings: it stays in this tab until it is saved, thrown away or
// signed out. A field is known by its key, which Streamlit makes a class of.
(() => {
  const STORE = "vd-drafts";
  const FIELDS = "[data-testid=stTextInput] input, [data-testid=stTextArea] textarea";
  // `VersionedForm` has what a form began from in such a field, and knows it again by the word.
  const BEGAN = "began_", TYPED_BACK = "terug ";
  // The text of somebody else that the claim desk reads is typed back without a notice.
  const SILENT = new RegExp(`^(${BEGAN}|claim_desk__)`);
  const done = new WeakSet();

  const load = () => JSON.parse(sessionStorage.getItem(STORE) || "{}");
  const save = (drafts) => sessionStorage.setItem(STORE, JSON.stringify(drafts));
  const keyOf = (field) => /st-key-(\S+)/.exec(field.closest("[class*=st-key-]")?.className)?.[1] ?? "";
  // A form that starts anew has another number in its keys, and after a restart none.
  const nameOf = (key) => key.replace(/__\d+/, "");
  // Days that are in the address need no draft.
  const isDraft = (name) => name && !name.startsWith("date_");
  const readOwner = () => document.querySelector(".st-key-account .vd-source")?.textContent ?? "";

  addEventListener("input", (event) => {
    const field = event.target;
    const name = field.matches?.(FIELDS) ? nameOf(keyOf(field)) : "";
    if (!event.isTrusted || !isDraft(name)) return;
    const drafts = { ...load(), owner: readOwner(), [name]: field.value };
    for (const began of document.querySelectorAll(`[class*=st-key-${BEGAN}] input`)) {
      const form = keyOf(began).slice(BEGAN.length);
      if (name.startsWith(`${form}_`) && !(BEGAN + form in drafts)) drafts[BEGAN + form] = began.value;
    }
    save(drafts);
    done.add(field);
  }, true);

  addEventListener("click", (event) => {
    if (event.target.closest?.(".st-key-sign_out button")) sessionStorage.removeItem(STORE);
    // A form that was made anew a moment ago would be saved as it began. What is typed back only
    // now is the form's own a moment later.
    const submit = event.target.closest?.("[data-testid=stFormSubmitButton] button");
    if (!submit || !typeAllBack(load()).includes(true)) return;
    event.stopPropagation();
    setTimeout(() => submit.click(), 100);
  }, true);

  function forget(form) {
    const left = Object.entries(load()).filter(
      ([name]) => ![form, BEGAN + form].includes(name) && !name.startsWith(`${form}_`));
    save(Object.fromEntries(left));
    document.querySelector(".vd-drafts")?.remove();
  }

  function type(field, text) {
    const kind = field.tagName === "INPUT" ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  }

  // Returns whether to tell that the field now shows what was typed before.
  function typeBack(field, drafts) {
    const key = keyOf(field), text = drafts[nameOf(key)];
    if (text === undefined || done.has(field)) return false;
    done.add(field);
    if (text === field.value) return false;
    if (!key.startsWith(BEGAN)) type(field, text);
    else if (text.split(" ")[1] !== field.value.split(" ")[1]) type(field, TYPED_BACK + text);
    return !SILENT.test(key);
  }

  const typeAllBack = (drafts) =>
    [...document.querySelectorAll(FIELDS)].map((field) => typeBack(field, drafts));

  function showNotice() {
    if (document.querySelector(".vd-drafts")) return;
    const notice = document.createElement("div");
    notice.className = "vd-drafts";
    notice.setAttribute("role", "status");
    notice.append("Wat u eerder typte, staat er weer. Het is nog niet bewaard. Kijk ook na wat u koos. ");
    for (const [label, act] of [
      ["Gooi weg wat ik typte", () => { sessionStorage.removeItem(STORE); location.reload(); }],
      ["Sluit", () => notice.remove()],
    ]) {
      const button = document.createElement("button");
      button.textContent = label;
      button.addEventListener("click", act);
      notice.append(button);
    }
    document.body.append(notice);
  }

  function look() {
    for (const mark of document.querySelectorAll("[data-forget]")) {
      if (!done.has(mark)) forget(nameOf(mark.dataset.forget));
      done.add(mark);
    }
    // While the page is being made, Streamlit may still fill the fields itself.
    if (!document.querySelector("[data-test-script-state=notRunning]")) return;
    const drafts = load(), owner = readOwner();
    if (owner && drafts.owner && drafts.owner !== owner) return sessionStorage.removeItem(STORE);
    if (typeAllBack(drafts).includes(true)) showNotice();
  }

  let waiting = 0;
  new MutationObserver(() => {
    waiting ||= setTimeout(() => { waiting = 0; look(); }, 50);
  }).observe(document, { subtree: true, childList: true, attributes: true,
    attributeFilter: ["data-test-script-state"] });
})();
