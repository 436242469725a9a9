using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>Makes tokens with claims of any kind.</summary>
internal sealed class TestSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>In ten minutes, as tokens tell times.</summary>
    public static long SoonSeconds => TimeProvider.System.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds();

    /// <summary>The key set.</summary>
    /// <param name="issuer">Whom the key says that it is for, as Microsoft Entra ID does; null for nothing.</param>
    public string Keys(string? issuer = null)
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
        if (issuer is not null)
        {
            key["issuer"] = issuer;
        }

        return JsonSerializer.Serialize(new { keys = new[] { key } });
    }

    /// <summary>A token.</summary>
    public string Sign(object claims)
    {
        var text =
            $"{Base64Url.EncodeToString("""{"alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => _key.Dispose();
}
