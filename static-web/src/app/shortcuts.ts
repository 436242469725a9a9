/** All keys, as the keyboard map shows them. On a Mac, Cmd stands for Ctrl. */
export const shortcuts: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl K", "Search and commands"],
      ["?", "This map"],
    ],
  },
  {
    title: "Builder",
    keys: [
      ["/", "Add a step"],
      ["Ctrl Z", "Undo"],
      ["Ctrl Shift Z", "Redo"],
      ["Ctrl C, Ctrl V", "Copy and paste steps, also between flows"],
      ["Ctrl D", "Duplicate"],
      ["Delete", "Remove what is selected"],
      ["Ctrl A", "Select all steps"],
      ["Ctrl G", "Frame the selected steps"],
      ["N", "Add a note"],
      ["L", "Arrange all steps"],
      ["F", "Fit the flow into the window"],
    ],
  },
  {
    title: "On the canvas",
    keys: [
      ["Tab, Shift Tab", "Next and previous step"],
      ["Enter", "Select the step that has the focus"],
      ["Arrow keys", "Move the selected steps"],
      ["Escape", "Select nothing"],
      ["Ctrl Enter", "Run the flow"],
    ],
  },
  {
    title: "Files",
    keys: [
      ["Ctrl S", "Save the open file"],
      ["Ctrl Enter", "Run the open script"],
      ["Arrow keys, Enter", "Through the tree, and open"],
      ["F2", "Rename or move"],
      ["Delete", "Delete"],
    ],
  },
];
