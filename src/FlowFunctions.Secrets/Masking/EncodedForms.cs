using System.Text;

namespace FlowFunctions.Secrets.Masking;

/// <summary>A value in hexadecimal digits and in base64.</summary>
internal static class EncodedForms
{
    /// <summary>The shortest part of a longer base64 text that is looked for: shorter ones stand in texts by chance.</summary>
    public const int MinPart = 6;

    private const int Alignments = 3;

    public static IEnumerable<SecretForm> Of(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return new SecretForm(Convert.ToHexStringLower(bytes));
        yield return new SecretForm(Convert.ToHexString(bytes));

        if (bytes.Length > value.Length)
        {
            // UTF-8 that was taken for Latin-1, or whose bytes are escaped one by one.
            yield return new SecretForm(Encoding.Latin1.GetString(bytes));
        }

        // Standing alone its last character holds nothing of a neighbour.
        yield return new SecretForm(Convert.ToBase64String(bytes).TrimEnd('='));
        yield return new SecretForm(ForAddresses(Convert.ToBase64String(bytes).TrimEnd('=')));
        for (var before = 0; before < Alignments; before++)
        {
            var part = PartOf(bytes, before);
            if (part.Text.Length >= MinPart)
            {
                yield return part;
                yield return part with
                {
                    Text = ForAddresses(part.Text),
                };
            }
        }
    }

    /// <summary>What is sure to stand in the base64 of a text in which so many bytes (modulo 3) come before the value.</summary>
    private static SecretForm PartOf(byte[] bytes, int before)
    {
        var padded = new byte[before + bytes.Length];
        bytes.CopyTo(padded, before);
        var first = ((before * 8) + 5) / 6;
        var end = padded.Length * 8 / 6;
        return new SecretForm(
            Convert.ToBase64String(padded)[first..end],
            HasBitsBefore: before > 0,
            HasBitsAfter: padded.Length * 8 % 6 != 0
        );
    }

    /// <summary>The alphabet of RFC 4648 §5.</summary>
    private static string ForAddresses(string base64) => base64.Replace('+', '-').Replace('/', '_');
}
