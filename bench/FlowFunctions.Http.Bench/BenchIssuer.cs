using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FlowFunctions.Http.Bench;

/// <summary>A sign-in provider: its description, its key, and tokens signed with it (ES256).</summary>
internal sealed class BenchIssuer : IDisposable
{
    public const string Audience = "bench";
    private const string KeyId = "bench-1";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly HttpListener _listener = new();

    public BenchIssuer()
    {
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The issuer of the tokens.</summary>
    public string Address { get; }

    /// <summary>A token of somebody with a role.</summary>
    public string Token(string subject, string role)
    {
        var head = new JsonObject
        {
            ["alg"] = "ES256",
            ["typ"] = "JWT",
            ["kid"] = KeyId,
        };
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["aud"] = Audience,
            ["sub"] = subject,
            ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
            ["roles"] = new JsonArray(role),
        };
        var signed = $"{Encoded(head)}.{Encoded(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    public void Dispose()
    {
        _listener.Close();
        _key.Dispose();
    }

    private static string Encoded(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var isDescription = context.Request.Url!.AbsolutePath.EndsWith(
                    "openid-configuration",
                    StringComparison.Ordinal
                );
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(
                    Encoding.UTF8.GetBytes((isDescription ? Description() : Keys()).ToJsonString())
                );
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private JsonObject Description() => new() { ["issuer"] = Address, ["jwks_uri"] = Address + "/keys" };

    private JsonObject Keys()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "EC",
                    ["crv"] = "P-256",
                    ["use"] = "sig",
                    ["alg"] = "ES256",
                    ["kid"] = KeyId,
                    ["x"] = Base64Url.EncodeToString(point.X),
                    ["y"] = Base64Url.EncodeToString(point.Y),
                }
            ),
        };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
