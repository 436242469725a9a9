using System.CommandLine;

namespace FlowFunctions.Cli.Help;

/// <summary>A command whose own help says more than the line that the list of commands shows.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in one line.</param>
/// <param name="details">What stands below its options: how it behaves, and examples.</param>
internal sealed class DetailedCommand(string name, string description, string details) : Command(name, description)
{
    public string Details => details;
}
