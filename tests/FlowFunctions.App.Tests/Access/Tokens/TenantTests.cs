using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>A provider whose tenants are issuers each, as Microsoft Entra ID's are.</summary>
public sealed class TenantTests : IAsyncLifetime
{
    private const string Acme = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Other = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private readonly TestSigner _signer = new();
    private readonly OidcServer _issuer = new();

    public async Task InitializeAsync()
    {
        await _issuer.StartAsync();
        _issuer.Issuer = $"{_issuer.Address}/{IssuerSettings.TenantPlace}/v2.0";
        _issuer.Keys = _signer.Keys(_issuer.Issuer);
    }

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        _signer.Dispose();
    }

    [Fact]
    public async Task Validate_ATokenOfATenantThatIsLetIn_IsOfItsWorkspace()
    {
        var identity = await Validators.Of(Settings).CheckAsync(Token(Acme, Acme));

        Assert.Equal(($"main:{Acme}:the-oid", "acme"), (identity.Id, identity.Workspace));
    }

    [Theory]
    [InlineData(Other, Other, "iss")]
    [InlineData(Acme, Other, "iss")]
    [InlineData(Other, Acme, "iss")]
    [InlineData(IssuerSettings.TenantPlace, IssuerSettings.TenantPlace, "iss")]
    public async Task Validate_ATokenOfAnotherTenant_IsRefused(string issuer, string tenant, string said)
    {
        var refusal = await Assert.ThrowsAsync<SecurityTokenException>(() =>
            Validators.Of(Settings).CheckAsync(Token(issuer, tenant))
        );

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_AKeyThatIsForAnotherTenant_IsRefused()
    {
        _issuer.Keys = _signer.Keys($"{_issuer.Address}/{Other}/v2.0");

        var refusal = await Assert.ThrowsAsync<SecurityTokenException>(() =>
            Validators.Of(Settings).CheckAsync(Token(Acme, Acme))
        );

        Assert.Contains("owner of its key", refusal.Message, StringComparison.Ordinal);
    }

    private IssuerSettings Settings =>
        new("main", _issuer.Issuer!, [OidcServer.Audience])
        {
            Tenants = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [Acme] = "acme" },
        };

    private string Token(string issuer, string tenant) =>
        _signer.Sign(
            new
            {
                iss = $"{_issuer.Address}/{issuer}/v2.0",
                aud = OidcServer.Audience,
                tid = tenant,
                sub = "the-sub",
                oid = "the-oid",
                exp = TestSigner.SoonSeconds,
            }
        );
}
