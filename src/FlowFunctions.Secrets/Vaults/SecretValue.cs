using System.Text;

namespace FlowFunctions.Secrets.Vaults;

/// <summary>What a secret's value may be.</summary>
public static class SecretValue
{
    /// <summary>How many bytes of UTF-8 a value has at most: as many as Azure Key Vault takes.</summary>
    public const int MaxBytes = 25_600;

    /// <summary>Makes sure that a value can be kept.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or no text.</exception>
    public static void Check(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        int bytes;
        try
        {
            bytes = Strict.GetByteCount(value);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                "The value has half of a surrogate pair, so it is no text.",
                nameof(value),
                exception
            );
        }

        if (bytes > MaxBytes)
        {
            throw new ArgumentException(
                $"The value has {bytes} bytes of UTF-8; a secret has {MaxBytes} at most.",
                nameof(value)
            );
        }
    }

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );
}
