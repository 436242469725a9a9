using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Access;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Access.Tokens;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Access;

/// <summary>An app that asks its callers who they are, and the provider that its users sign in at.</summary>
internal sealed class GuardedApp : IAsyncDisposable
{
    /// <summary>The key of the settings.</summary>
    public const string Key = "the-key-of-the-settings-of-this-test";

    /// <summary>The subject that the settings name as an admin.</summary>
    public const string Root = "root";

    private readonly TestSigner _signer = new();
    private readonly OidcServer _issuer = new();
    private readonly List<HttpClient> _clients = [];
    private FlowApp? _app;

    public FlowApp App => _app!;

    /// <param name="fixture">The storage.</param>
    /// <param name="configure">Changes what it is started with.</param>
    public static async Task<GuardedApp> StartAsync(
        AppFixture fixture,
        Func<AppSettings, AppSettings>? configure = null
    )
    {
        var guarded = new GuardedApp();
        await guarded._issuer.StartAsync();
        guarded._issuer.Keys = guarded._signer.Keys();
        var access = new AccessSettings
        {
            Issuers = [guarded._issuer.Settings],
            Admins = [$"main:{Root}"],
            Recheck = TimeSpan.FromMilliseconds(100),
            KeyHash = SHA256.HashData(Encoding.UTF8.GetBytes(Key)),
        };
        var settings = new AppSettings
        {
            Storage = fixture.Azurite.ConnectionString,
            DataFolder = fixture.NewFolder(),
            Url = "http://127.0.0.1:0",
            Access = access,
            Audit = new() { RefusalsAMinute = 1_000 },
        };
        guarded._app = await FlowApp.StartAsync(configure?.Invoke(settings) ?? settings);
        return guarded;
    }

    /// <summary>A client that sends what is given, or nothing.</summary>
    public HttpClient Client(string? proof = null, string? workspace = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(App.Address) };
        client.DefaultRequestHeaders.Authorization = proof is null
            ? null
            : new AuthenticationHeaderValue("Bearer", proof);
        if (workspace is not null)
        {
            client.DefaultRequestHeaders.Add("X-Workspace", workspace);
        }

        _clients.Add(client);
        return client;
    }

    /// <summary>A token of the provider.</summary>
    public string Token(string subject, params string[] roles) =>
        _signer.Sign(
            new
            {
                iss = _issuer.Address,
                aud = OidcServer.Audience,
                sub = subject,
                exp = TestSigner.SoonSeconds,
                roles,
            }
        );

    /// <summary>A new key of a program.</summary>
    public async Task<string> NewKeyAsync(string role, string workspace = "default", string? flows = null)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                name = role,
                role,
                flows,
            }
        );
        var made = await Client(Key, workspace).PostJsonAsync("/api/api-keys", body);
        return made.Text("key");
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _issuer.DisposeAsync();
        _signer.Dispose();
    }
}
