// The drafts that the editor saves by itself, and the button that a person presses, are saves of one text.
//
// After each saved draft the form stands on that draft: without this the next press would be refused as "changed since
// you opened it" by the person's own hand (Wagtail compares the two numbers only where it saves by itself).
//
// A button pressed while a draft is being saved waits until it is saved. Otherwise two saves of one form meet, and the
// later one is refused; a new page would even be made twice.
//
// A rich text field hands over what was typed a while after the last key (draftail, `stateSaveInterval`). A pressed
// button makes it do so at once, after the moment in which the editor itself takes in the last keys: otherwise the last
// words, or a whole pasted paragraph, would be missing.
//
// Wagtail 8's autosave tells of itself with the events w-autosave:save, :success and :error.
(() => {
  const SETTLING = 150; // milliseconds
  let saving = false;
  let leaving = false;
  let pressed = null; // the form and the button that wait
  let settled = 0; // the moment, in milliseconds, from which the editors know what was typed

  const goOn = () => {
    if (saving || !pressed) return;
    const { form, button } = pressed;
    pressed = null;
    if (button?.name) {
      // a button that shows its own progress is disabled by now, and a disabled one is not sent
      const stand_in = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(stand_in);
    }
    form.requestSubmit();
  };

  const saved = () => {
    saving = false;
    setTimeout(goOn); // what was typed meanwhile is saved first: autosave begins again before this runs
  };

  for (const name of ["keydown", "input", "paste", "drop"]) {
    document.addEventListener(
      name,
      () => {
        settled = Date.now() + SETTLING;
      },
      true,
    );
  }

  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else saving = true;
  });
  document.addEventListener("w-autosave:success", (event) => {
    const { revision_id, revision_created_at } = event.detail.data;
    for (const [name, value] of Object.entries({ revision_id, revision_created_at })) {
      const field = event.target.elements?.namedItem(`loaded_${name}`);
      if (field && value) field.value = value;
    }
    saved();
  });
  document.addEventListener("w-autosave:error", saved);

  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("[data-controller~='w-autosave']")) return;
      const rest = settled - Date.now();
      if (saving || rest > 0) {
        event.preventDefault();
        event.stopImmediatePropagation();
        pressed ??= { form: event.target, button: event.submitter };
        if (!saving) setTimeout(goOn, rest);
      } else {
        for (const field of event.target.elements) field.draftailEditor?.saveState();
        setTimeout(() => {
          leaving = !event.defaultPrevented;
        });
      }
    },
    true,
  );
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
})();
