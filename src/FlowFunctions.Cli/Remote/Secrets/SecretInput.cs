using System.Globalization;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary>Where the value of a secret comes from: a file, or hidden input.</summary>
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
        var value = file is not null
            ? await ReadFileAsync(file)
            : await HiddenInput.ReadAsync($"Value of {name}", terminal, cancellationToken);
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
}
