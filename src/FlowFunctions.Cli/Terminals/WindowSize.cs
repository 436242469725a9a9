namespace FlowFunctions.Cli.Terminals;

/// <summary>Size of a terminal's window.</summary>
/// <param name="Columns">Characters in a line.</param>
/// <param name="Rows">Lines.</param>
internal readonly record struct WindowSize(int Columns, int Rows)
{
    /// <summary>What a terminal has that does not say.</summary>
    public static WindowSize Default { get; } = new(80, 24);

    public static WindowSize OfProcess()
    {
        try
        {
            var size = new WindowSize(Console.WindowWidth, Console.WindowHeight);
            return size is { Columns: > 0, Rows: > 0 } ? size : Default;
        }
        catch (IOException)
        {
            return Default;
        }
    }
}
