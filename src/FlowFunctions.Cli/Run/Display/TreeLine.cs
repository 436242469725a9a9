namespace FlowFunctions.Cli.Run.Display;

/// <summary>One line of the tree.</summary>
/// <param name="Text">What it says, without colours.</param>
/// <param name="Color">The colour of its first <paramref name="Colored"/> characters.</param>
/// <param name="Colored">So many characters are coloured.</param>
/// <param name="State">What it stands for, when lines must be left out.</param>
internal readonly record struct TreeLine(string Text, string Color, int Colored, TreeLineState State);

/// <summary>What a line stands for, in order of how soon it can be left out.</summary>
internal enum TreeLineState
{
    /// <summary>Something that has ended.</summary>
    Finished,

    /// <summary>Something that has not begun.</summary>
    Pending,

    /// <summary>Something that goes on, or has failed.</summary>
    Active,
}
