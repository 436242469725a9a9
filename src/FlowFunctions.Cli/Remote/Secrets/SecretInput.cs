using System.Globalization;
using System.Text;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary>Where the value of a secret comes from: a file, a person who types it unseen, or another program.</summary>
internal static class SecretInput
{
    /// <summary>Reads a value.</summary>
    /// <param name="name">The secret's name, for the prompt.</param>
    /// <param name="file">The file, or null.</param>
    /// <param name="terminal">Where it is typed or sent.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidUseException">There is none.</exception>
    public static async Task<string> ReadAsync(
        string name,
        string? file,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var value =
            file is not null ? await ReadFileAsync(file)
            : terminal.IsInputInteractive ? Prompt(name, terminal)
            : await ReadAllAsync(terminal, cancellationToken);
        return value.Length > 0
            ? value
            : throw new InvalidUseException(
                "The value is empty. Nothing was written; 'flow secrets rm NAME' deletes a secret."
            );
    }

    private static async Task<string> ReadFileAsync(string file)
    {
        var info = new FileInfo(file);
        return info.Exists && info.Length > SecretValue.MaxBytes
            ? throw new InvalidUseException(
                $"{file} has {Bytes(info.Length)} bytes; a secret has {Bytes(SecretValue.MaxBytes)} at most."
            )
            : await TextFile.ReadAsync(file);
    }

    private static string Bytes(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

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

    private static string Prompt(string name, Terminal terminal)
    {
        terminal.Error.Write(PlainText.Line($"Value of {name} (not shown): "));
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
