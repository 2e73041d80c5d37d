// The drafts that the editor saves by itself, and the button that a person presses, are saves of one text.
//
// After each saved draft the form stands on that draft: without this the next press would be refused as "changed since
// you opened it" by the person's own hand (Wagtail compares the two numbers only where it saves by itself).
//
// A button pressed while a draft is being saved waits until it is saved. Otherwise two saves of one form meet, and the
// later one is refused; a new page would even be made twice.
//
// Wagtail 8's autosave tells of itself with the events w-autosave:save, :success and :error.
(() => {
  let saving = false;
  let leaving = false;
  let pressed = null; // the form and the button that wait

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
      if (saving) {
        event.preventDefault();
        event.stopImmediatePropagation();
        pressed ??= { form: event.target, button: event.submitter };
      } else {
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
