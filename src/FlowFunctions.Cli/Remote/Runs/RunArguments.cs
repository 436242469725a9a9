using System.CommandLine;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>Arguments and options that several commands for runs take.</summary>
internal static class RunArguments
{
    public static Argument<string> Run() => new("RUN") { Description = "The run's id." };

    public static Option<bool> Follow() =>
        new("--follow", "-f") { Description = "Show the run until it ends; Ctrl+C stops showing it, not the run." };

    public static Option<bool> Json(string what) =>
        new("--json") { Description = $"Print {what} as the server describes it." };

    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>Reads a length of time such as <c>30s</c>.</summary>
    /// <exception cref="InvalidUseException">It is none, or too long.</exception>
    public static TimeSpan Time(string option, string text, TimeSpan longest)
    {
        if (!Duration.TryParse(text, out var time, out var problem))
        {
            throw new InvalidUseException($"{option}: {problem}");
        }

        return time <= longest
            ? time
            : throw new InvalidUseException($"{option} takes {Duration.Format(longest)} at most.");
    }
}
