using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunDisplays
{
    /// <param name="options">What the user asked for.</param>
    /// <param name="terminal">What there is to show it on.</param>
    /// <param name="invocation">For hints.</param>
    /// <param name="send">Sends a signal: run, name, payload.</param>
    public static IRunDisplay Choose(
        RunOptions options,
        Terminal terminal,
        Invocation invocation,
        Func<string, string, Payload, Task> send
    )
    {
        if (options.Quiet)
        {
            return new QuietDisplay(terminal.Error);
        }

        if (!terminal.IsErrorInteractive)
        {
            return new PlainDisplay(terminal.Error, invocation);
        }

        // A command that reads its input from the keyboard's place must not have its keys taken away.
        var readKey = terminal.IsInputInteractive && options.Input != "-" ? ReadKey : (Func<char>?)null;
        var prompt = new DecisionPrompt(readKey, send, Environment.UserName);
        return new LiveDisplay(terminal, TimeProvider.System, prompt, invocation);
    }

    private static char ReadKey() => Console.ReadKey(intercept: true).KeyChar;
}
