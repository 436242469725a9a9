using System.Text.Json;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Sources;

/// <summary>Prints what a server lists: as JSON, as a table, or a sentence when there is nothing.</summary>
internal static class ListOutput
{
    /// <param name="terminal">Where to.</param>
    /// <param name="items">What the server lists.</param>
    /// <param name="asJson">Whether to print it as the server describes it.</param>
    /// <param name="none">The sentence.</param>
    /// <param name="tableOf">Makes the table.</param>
    public static void PrintList(
        this Terminal terminal,
        IReadOnlyList<JsonElement> items,
        bool asJson,
        string none,
        Func<IReadOnlyList<JsonElement>, TextTable> tableOf
    )
    {
        if (asJson)
        {
            terminal.Output.WriteJson(json => json.WriteList(items));
        }
        else if (items.Count == 0)
        {
            terminal.Error.WriteLine(none);
        }
        else
        {
            tableOf(items).Write(terminal);
        }
    }
}
