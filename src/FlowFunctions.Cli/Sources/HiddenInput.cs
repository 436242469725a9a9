using System.Text;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Sources;

/// <summary>What nobody else shall see: a person types it unseen, or another program sends it to the standard input.</summary>
internal static class HiddenInput
{
    /// <summary>Reads it.</summary>
    /// <param name="what">What is asked for.</param>
    /// <param name="terminal">Where it is typed or sent.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidUseException">It is no UTF-8.</exception>
    public static async Task<string> ReadAsync(string what, Terminal terminal, CancellationToken cancellationToken) =>
        terminal.IsInputInteractive ? Prompt(what, terminal) : await ReadAllAsync(terminal, cancellationToken);

    private static async Task<string> ReadAllAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        using var input = terminal.OpenInput();
        string text;
        try
        {
            text = await input.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidUseException("The standard input is not UTF-8. Encode bytes in base64.");
        }

        // 'echo' and most programs end what they print with one.
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
            : text.EndsWith('\n') ? text[..^1]
            : text;
    }

    private static string Prompt(string what, Terminal terminal)
    {
        terminal.Error.Write(PlainText.Line($"{what} (not shown): "));
        var typed = new StringBuilder();
        while (true)
        {
            var key = terminal.ReadKey();
            if (key.Key == ConsoleKey.Enter)
            {
                terminal.Error.WriteLine();
                return typed.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }
    }
}
