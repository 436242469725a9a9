using System.Text.Json;

namespace FlowFunctions.App.Access.Tokens.Jose;

/// <summary>The keys of an issuer (RFC 7517, section 5) that can be used here.</summary>
/// <param name="Keys">The keys.</param>
internal sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys)
{
    private const int MaxKeys = 100;

    /// <summary>Reads a key set; keys that cannot be used are left out.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonWebKeySet Parse(ReadOnlySpan<byte> json)
    {
        var set = JsonElement.Parse(json);
        return
            set.ValueKind == JsonValueKind.Object
            && set.TryGetProperty("keys", out var keys)
            && keys.ValueKind == JsonValueKind.Array
            ? new([.. keys.EnumerateArray().Take(MaxKeys).Select(JsonWebKey.TryRead).OfType<JsonWebKey>()])
            : throw new JsonException("It has no 'keys'.");
    }

    /// <summary>
    /// The key that a token must be signed with: the one that it names. A token that names none is taken where there is one key for its
    /// algorithm only.
    /// </summary>
    /// <returns>The key, or null.</returns>
    public JsonWebKey? Find(JsonWebToken token)
    {
        var fitting = Keys.Where(key =>
            key.Algorithm == token.Algorithm && (token.KeyId is null || token.KeyId == key.KeyId)
        );
        return fitting.Take(2).ToArray() is [var only] ? only : null;
    }
}
