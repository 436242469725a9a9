using System.Text;

namespace FlowFunctions.Secrets.Tests.Masking;

/// <summary>Secrets as people have them, and worse. None holds the mask's own character.</summary>
internal static class RandomSecrets
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly string[] Odd =
    [
        "\"",
        "\\",
        "/",
        "%",
        "+",
        "&",
        "=",
        " ",
        "<",
        "'",
        "é",
        "ß",
        "日",
        "😀",
        "~",
        "\t",
        "%41",
        "\\n",
    ];

    public static string Next(Random random, int minLength = 6, int maxLength = 60)
    {
        var odd = random.Next(3) * 0.2;
        var secret = new StringBuilder();
        var length = random.Next(minLength, maxLength);
        while (secret.Length < length)
        {
            secret.Append(
                random.NextDouble() < odd ? Odd[random.Next(Odd.Length)] : Plain[random.Next(Plain.Length)].ToString()
            );
        }

        // White space around a secret does not count.
        return 'k' + secret.ToString() + 'z';
    }

    /// <summary>A text without any secret: its characters are in none.</summary>
    public static string Noise(Random random, int length)
    {
        const string characters = "#!?;:,.()[]{}|@^_\n";
        return string.Create(
            length,
            random,
            static (span, random) =>
            {
                foreach (ref var character in span)
                {
                    character = characters[random.Next(characters.Length)];
                }
            }
        );
    }
}
