using System.Collections.Concurrent;
using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Tests.Access.Tokens;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Cli.Tests.SignIn;

/// <summary>A sign-in provider with device codes (RFC 8628), refresh tokens that count once (RFC 9700, section 4.14) and revocation.</summary>
internal sealed class DeviceProvider : IAsyncDisposable
{
    public const string ClientId = "flow-cli";
    public const string UserCode = "WDJB-MJHT";
    public const string Subject = "ada";
    private readonly OidcServer _server = new();
    private readonly TestSigner _signer = new();
    private readonly Lock _gate = new();
    private int _given;

    /// <summary>What it answers before it gives a token for the code.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>How long it says that tokens live.</summary>
    public int Lifetime { get; set; } = 3600;

    /// <summary>Whether tokens that it gives have ended already, whatever it says.</summary>
    public bool GivesEnded { get; set; }

    /// <summary>How long codes live.</summary>
    public int CodeLifetime { get; set; } = 600;

    /// <summary>The only refresh token that counts; null for none.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>How often a refresh token was used that counted.</summary>
    public int Refreshes { get; private set; }

    /// <summary>What was given back.</summary>
    public ConcurrentQueue<string> Revoked { get; } = new();

    public string Address => _server.Address;

    public IssuerSettings Settings => _server.Settings;

    public static async Task<DeviceProvider> StartAsync()
    {
        var provider = new DeviceProvider();
        provider._server.Keys = provider._signer.Keys();
        provider.Serve("device_authorization_endpoint", "/device", provider.GiveCodeAsync);
        provider.Serve("token_endpoint", "/token", provider.GiveTokenAsync);
        provider.Serve("revocation_endpoint", "/revoke", provider.RevokeAsync);
        await provider._server.StartAsync();
        return provider;
    }

    /// <summary>A token for somebody.</summary>
    public string Token(string subject = Subject, bool hasEnded = false) =>
        _signer.Sign(
            new
            {
                iss = Address,
                aud = OidcServer.Audience,
                sub = subject,
                exp = TestSigner.SoonSeconds - (hasEnded ? 3600 : 0),
                jti = $"{Interlocked.Increment(ref _given)}",
            }
        );

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _signer.Dispose();
    }

    private static Task AnswerAsync(HttpContext context, int status, object answer)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private static Task RefuseAsync(HttpContext context, string error) =>
        AnswerAsync(context, StatusCodes.Status400BadRequest, new { error, error_description = "No.\nReally." });

    private void Serve(string name, string path, RequestDelegate answer)
    {
        _server.Endpoints[name] = path;
        _server.Routes[path] = answer;
    }

    private async Task GiveCodeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        await (
            form["client_id"] == ClientId
            && form["scope"].ToString().Contains("offline_access", StringComparison.Ordinal)
                ? AnswerAsync(
                    context,
                    StatusCodes.Status200OK,
                    new
                    {
                        device_code = "the-device-code",
                        user_code = UserCode,
                        verification_uri = $"{Address}/activate",
                        expires_in = CodeLifetime,
                        interval = 0,
                    }
                )
                : RefuseAsync(context, "invalid_client")
        );
    }

    private async Task GiveTokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var error = form["grant_type"].ToString() switch
        {
            "urn:ietf:params:oauth:grant-type:device_code" => ErrorOfCode(form),
            "refresh_token" => ErrorOfRefresh(form["refresh_token"].ToString()),
            _ => "unsupported_grant_type",
        };
        if (error is not null)
        {
            await RefuseAsync(context, error);
            return;
        }

        await AnswerAsync(
            context,
            StatusCodes.Status200OK,
            new
            {
                access_token = Token(hasEnded: GivesEnded),
                token_type = "Bearer",
                expires_in = Lifetime,
                refresh_token = RefreshToken,
            }
        );
    }

    private string? ErrorOfCode(IFormCollection form)
    {
        if (form["device_code"] != "the-device-code" || form["client_id"] != ClientId)
        {
            return "invalid_grant";
        }

        if (Errors.TryDequeue(out var error))
        {
            return error;
        }

        RefreshToken = "refresh-0";
        return null;
    }

    /// <summary>A token that comes twice was stolen, for all the provider knows: then none counts any more.</summary>
    private string? ErrorOfRefresh(string token)
    {
        lock (_gate)
        {
            if (token != RefreshToken)
            {
                RefreshToken = null;
                return "invalid_grant";
            }

            RefreshToken = $"refresh-{++Refreshes}";
            return null;
        }
    }

    private async Task RevokeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Revoked.Enqueue(form["token"].ToString());
        RefreshToken = null;
    }
}
