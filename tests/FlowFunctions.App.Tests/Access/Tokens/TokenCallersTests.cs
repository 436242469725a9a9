using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Members;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Access.Tokens;
using FlowFunctions.App.Access.Tokens.Jose;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Access;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>Whom a token stands for while it is known: what is kept of it must not outlive what it was made of.</summary>
[Collection(nameof(AppTests))]
public sealed class TokenCallersTests(AppFixture fixture) : IAsyncLifetime
{
    private readonly TestSigner _signer = new();
    private readonly OidcServer _issuer = new();
    private readonly Clock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly string _workspace = AppFixture.NewId("token-callers");
    private readonly string _subject = AppFixture.NewId("somebody");

    public async Task InitializeAsync()
    {
        await _issuer.StartAsync();
        _issuer.Keys = _signer.Keys();
    }

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        _signer.Dispose();
    }

    [Fact]
    public async Task Get_AfterAnotherInstanceHasChangedTheRole_CountsAQuarterOfAMinuteLater()
    {
        var store = new MemberStore(StorageAccount.Connect(fixture.Azurite.ConnectionString));
        var callers = Callers(store);
        await PutAsync(store, "viewer");
        var first = await callers.GetAsync(Token(), default);
        var same = await callers.GetAsync(Token(), default);

        await PutAsync(store, "admin");
        _clock.MoveOn(TimeSpan.FromSeconds(15));
        var promoted = await callers.GetAsync(Token(), default);
        await store.DeleteAsync(_workspace, $"main:{_subject}");
        _clock.MoveOn(TimeSpan.FromSeconds(15));
        var removed = await callers.GetAsync(Token(), default);

        Assert.Same(first, same);
        Assert.Equal([App.Access.Roles.Role.Viewer], first.Grants.Select(static grant => grant.Role));
        Assert.Equal([App.Access.Roles.Role.Admin], promoted.Grants.Select(static grant => grant.Role));
        Assert.Empty(removed.Grants);
    }

    [Fact]
    public async Task Get_AfterTheTokenHasEnded_IsRefused_ThoughItIsKnown()
    {
        var callers = Callers(new MemberStore(StorageAccount.Connect(fixture.Azurite.ConnectionString)));
        var token = Token();
        await callers.GetAsync(token, default);

        _clock.MoveOn(TimeSpan.FromMinutes(10) + TokenLifetime.Skew);

        await Assert.ThrowsAsync<SecurityTokenException>(async () => await callers.GetAsync(token, default));
    }

    private TokenCallers Callers(MemberStore store) =>
        new(
            Validators.Of(_issuer.Settings, _clock),
            new MemberBook(store, _clock),
            new AccessSettings { Issuers = [_issuer.Settings] },
            _clock
        );

    private Credential Token() => new(_token ??= Sign(), isKey: false);

    private string? _token;

    private string Sign() =>
        _signer.Sign(
            new
            {
                iss = _issuer.Address,
                aud = OidcServer.Audience,
                sub = _subject,
                exp = TestSigner.SoonSeconds,
            }
        );

    private Task PutAsync(MemberStore store, string role) =>
        store.PutAsync(new($"main:{_subject}", null, new(_workspace, role), _clock.GetUtcNow(), "main:root"));
}
