using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Secrets;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Steps.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Secrets;

[Collection(nameof(AppTests))]
public sealed class SettingSecretTests(AppFixture fixture)
{
    [Fact]
    public async Task Secret_InSettingsAndVault_IsTheVaults()
    {
        await using var app = await StartAsync(vault: null);
        using var client = Connect(app);
        var secrets = app.Services.GetRequiredService<ISecretSource>();
        Assert.Equal("from settings", await secrets.FindAsync("default", "TOKEN", CancellationToken.None));
        Assert.Contains("`flow secrets set NEW` adds it there", secrets.AdviceFor("NEW"), StringComparison.Ordinal);
        Assert.Contains("FLOW_SECRET__a.b", secrets.AdviceFor("a.b"), StringComparison.Ordinal);
        Assert.Equal("TOKEN:settings,a.b:settings", await ListAsync(client, "/api/secrets"));

        await client.PutReplyAsync("/api/secrets/TOKEN", """{"value":"from vault"}""");
        Assert.Equal("from vault", await secrets.FindAsync("default", "TOKEN", CancellationToken.None));
        Assert.Equal("TOKEN:vault,a.b:settings", await ListAsync(client, "/api/secrets"));
        Assert.Equal("", await ListAsync(client, "/api/secrets?environment=other"));

        await client.DeleteReplyAsync("/api/secrets/TOKEN");
        Assert.Equal("from settings", await secrets.FindAsync("default", "TOKEN", CancellationToken.None));
        (await client.DeleteReplyAsync("/api/secrets/TOKEN")).IsProblem(409, "Secret.InSettings");
    }

    [Fact]
    public async Task App_OfAFunctionsHostWithoutVault_HasTheSettingsAndSaysWhichOneIsMissing()
    {
        await using var app = await StartAsync(vault: null, new FunctionsHostSettings(4711, HostAddress: null));
        using var client = Connect(app);

        var written = await client.PutReplyAsync("/api/secrets/NEW", """{"value":"x"}""");
        written.IsProblem(409, "Secret.NoVault");
        Assert.Contains("FLOW_KEY_VAULT", written.Detail, StringComparison.Ordinal);
        Assert.Equal("TOKEN:settings,a.b:settings", await ListAsync(client, "/api/secrets"));
        (await client.PostReplyAsync("/api/secrets/NEW/recover")).IsProblem(404, "Secret.NotFound");
    }

    [Theory]
    [InlineData(true, 503, "Secrets.Unavailable")]
    [InlineData(false, 500, "Secrets.VaultFailed")]
    public async Task App_WithFailingVault_SaysWhatTheVaultSays(bool isTransient, int status, string code)
    {
        await using var app = await StartAsync(new FailingVault(isTransient));
        using var client = Connect(app);

        var failed = await client.PutReplyAsync("/api/secrets/NEW", """{"value":"x"}""");
        failed.IsProblem(status, code);
        Assert.Equal("The vault is out.", failed.Detail);
        var outage = await Assert.ThrowsAsync<SecretUnavailableException>(async () =>
            await app.Services.GetRequiredService<ISecretSource>().FindAsync("default", "TOKEN", CancellationToken.None)
        );
        Assert.Equal(isTransient, outage.IsTransient);
    }

    [Fact]
    public void Settings_AllGiven_AreRead()
    {
        var settings = SecretSettings.Read(
            Values(
                ("FLOW_ENVIRONMENT", "prod"),
                ("FLOW_KEY_VAULT", "https://contoso.vault.azure.net/"),
                ("FLOW_KEY_VAULT__clientId", "id"),
                ("FLOW_SECRET__TOKEN", "x")
            )
        );

        Assert.Equal(
            ("prod", "contoso.vault.azure.net", "id"),
            (settings.Environment, settings.KeyVault?.Host, settings.ClientId)
        );
        Assert.Equal(["TOKEN"], settings.Names);
        Assert.Equal("default", SecretSettings.Read(Values()).Environment);
    }

    [Theory]
    [InlineData("FLOW_ENVIRONMENT", "my env")]
    [InlineData("FLOW_KEY_VAULT", "contoso")]
    [InlineData("FLOW_KEY_VAULT", "http://contoso.vault.azure.net")]
    public void Settings_ThatCannotBeUsed_AreNamed(string name, string value)
    {
        var refused = Assert.Throws<SettingException>(() => SecretSettings.Read(Values((name, value))));

        Assert.StartsWith($"{name} is '{value}'", refused.Message, StringComparison.Ordinal);
    }

    private static SettingValues Values(params (string Name, string Value)[] values) =>
        new([], values.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)));

    private static HttpClient Connect(FlowApp app) => new() { BaseAddress = new Uri(app.Address) };

    private static async Task<string> ListAsync(HttpClient client, string path)
    {
        var items = (await client.GetReplyAsync(path)).Body.GetProperty("items").EnumerateArray();
        return string.Join(
            ',',
            items.Select(static item => $"{item.GetProperty("name")}:{item.GetProperty("source")}")
        );
    }

    private Task<FlowApp> StartAsync(ISecretVault? vault, FunctionsHostSettings? host = null) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = host is null ? fixture.NewFolder() : "",
                FunctionsHost = host,
                Url = "http://127.0.0.1:0",
                Secret = static name => name is "TOKEN" or "a.b" ? "from settings" : null,
                Secrets = new() { Names = ["TOKEN", "a.b"] },
            },
            builder =>
            {
                if (vault is not null)
                {
                    builder.Services.AddSingleton(vault);
                }
            }
        );

    /// <summary>A vault that is out.</summary>
    private sealed class FailingVault(bool isTransient) : ISecretVault
    {
        public ValueTask<Secret?> FindAsync(
            SecretScope scope,
            SecretName name,
            CancellationToken cancellationToken = default
        ) => throw Failure();

        public Task<SecretInfo> SetAsync(
            SecretScope scope,
            SecretName name,
            string value,
            CancellationToken cancellationToken = default
        ) => throw Failure();

        public Task<bool> DeleteAsync(
            SecretScope scope,
            SecretName name,
            CancellationToken cancellationToken = default
        ) => throw Failure();

        public Task<SecretInfo?> RecoverAsync(
            SecretScope scope,
            SecretName name,
            CancellationToken cancellationToken = default
        ) => throw Failure();

        public IAsyncEnumerable<SecretInfo> ListAsync(
            SecretScope scope,
            bool deleted = false,
            CancellationToken cancellationToken = default
        ) => throw Failure();

        private VaultException Failure() => new("The vault is out.", isTransient);
    }
}
