using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>Tokens of an independent library against a provider that is really asked.</summary>
public sealed class JoseTests(JoseTokens jose) : IClassFixture<JoseTokens>
{
    [Theory]
    [InlineData("rs256")]
    [InlineData("es256")]
    [InlineData("withoutKid")]
    [InlineData("inSkew")]
    public async Task Validate_AGoodToken_TellsWhoItIs(string name)
    {
        var identity = await Validators.Of(jose.Issuer.Settings).CheckAsync(jose[name]);

        Assert.Equal(("main:ada", "ada", "default"), (identity.Id, identity.Name, identity.Workspace));
        Assert.Equal(["FlowFunctions.Viewer"], identity.Roles);
    }

    [Theory]
    [InlineData("hs256WithPublicKey", "alg")]
    [InlineData("none", "alg")]
    [InlineData("es384", "alg")]
    [InlineData("ps256", "alg")]
    [InlineData("unknownKid", "no key")]
    [InlineData("otherKey", "signature")]
    [InlineData("encrypted", "encrypted")]
    [InlineData("otherAudience", "aud")]
    [InlineData("otherIssuer", "iss")]
    [InlineData("expired", "ended")]
    [InlineData("notYet", "future")]
    public async Task Validate_ABadToken_IsRefused(string name, string why)
    {
        var refusal = await Assert.ThrowsAsync<SecurityTokenException>(() =>
            Validators.Of(jose.Issuer.Settings).CheckAsync(jose[name])
        );

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_EveryChangeOfACharacterOfTheSignedPart_IsRefused()
    {
        var validator = Validators.Of(jose.Issuer.Settings);
        var token = jose["es256"];
        for (var at = 0; at < token.LastIndexOf('.'); at += 7)
        {
            var changed = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];

            await Assert.ThrowsAsync<SecurityTokenException>(() => validator.CheckAsync(changed));
        }
    }

    [Fact]
    public async Task Validate_AfterARollover_FindsTheNewKeyAndForgetsTheOld()
    {
        await using var issuer = await StartAsync(jose.Keys);
        var clock = new Clock(TimeProvider.System.GetUtcNow());
        var validator = Validators.Of(Named(issuer), clock);
        await validator.CheckAsync(jose["rs256"]);
        issuer.Keys = jose.RolledKeys;
        clock.MoveOn(IssuerKeys.RefreshPause);

        await validator.CheckAsync(jose["unknownKid"]);

        await Assert.ThrowsAsync<SecurityTokenException>(() => validator.CheckAsync(jose["rs256"]));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task Validate_ManyTokensWithUnknownKeys_AsksTheIssuerOnce()
    {
        await using var issuer = await StartAsync(jose.Keys);
        var clock = new Clock(TimeProvider.System.GetUtcNow());
        var validator = Validators.Of(Named(issuer), clock);
        await validator.CheckAsync(jose["rs256"]);

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<SecurityTokenException>(() => validator.CheckAsync(jose["unknownKid"]));
        }

        Assert.Equal(1, issuer.Asked);
        clock.MoveOn(IssuerKeys.RefreshPause);
        await Assert.ThrowsAsync<SecurityTokenException>(() => validator.CheckAsync(jose["unknownKid"]));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task Validate_WhileTheIssuerIsDown_TakesItsKeysForADay()
    {
        await using var issuer = await StartAsync(jose.Keys);
        var clock = new Clock(TimeProvider.System.GetUtcNow());
        var keys = Validators.KeysOf(Named(issuer), clock);
        var known = await keys.GetAsync(CancellationToken.None);
        issuer.Status = 404;
        clock.MoveOn(IssuerKeys.Usable - TimeSpan.FromMinutes(1));

        Assert.Same(known, await keys.GetAsync(CancellationToken.None));
        clock.MoveOn(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<IssuerException>(() => keys.GetAsync(CancellationToken.None).AsTask());
        issuer.Status = null;
        clock.MoveOn(IssuerKeys.RetryPause);
        Assert.NotSame(known, await keys.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Validate_AnIssuerThatNeverAnswered_IsAskedAgainAfterAPauseOnly()
    {
        await using var issuer = await StartAsync(jose.Keys);
        var clock = new Clock(TimeProvider.System.GetUtcNow());
        var validator = Validators.Of(Named(issuer), clock);
        issuer.Status = 404;
        await Assert.ThrowsAsync<IssuerException>(() => validator.CheckAsync(jose["rs256"]));
        issuer.Status = null;

        await Assert.ThrowsAsync<IssuerException>(() => validator.CheckAsync(jose["rs256"]));

        clock.MoveOn(IssuerKeys.RetryPause);
        await validator.CheckAsync(jose["rs256"]);
    }

    [Theory]
    [InlineData("https://example.org", null, """{"keys":[]}""")]
    [InlineData(null, "http://example.org/keys", """{"keys":[]}""")]
    [InlineData(null, "file:///etc/passwd", """{"keys":[]}""")]
    [InlineData(null, null, """{"keys":[]}""")]
    [InlineData(null, null, """{"keys":[{"kty":"oct","k":"AAAA"}]}""")]
    [InlineData(null, null, "<html>")]
    [InlineData(null, null, "[]")]
    public async Task Validate_AnIssuerWithAWrongDescription_IsNotTaken(string? name, string? keysAddress, string keys)
    {
        await using var issuer = await StartAsync(keys);
        (issuer.Issuer, issuer.KeysAddress) = (name, keysAddress);

        await Assert.ThrowsAsync<IssuerException>(() =>
            Validators.KeysOf(issuer.Settings).GetAsync(CancellationToken.None).AsTask()
        );
    }

    [Fact]
    public async Task Validate_OverHttps_WantsACertificateThatIsTrusted()
    {
        using var certificate = NewCertificate();
        await using var issuer = new OidcServer(certificate) { Keys = jose.Keys };
        await issuer.StartAsync();
        var handler = IssuerClient.NewHandler();
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { certificate },
            },
        };

        var trusted = await Validators.KeysOf(issuer.Settings, handler: handler).GetAsync(CancellationToken.None);

        Assert.Equal(2, trusted.Keys.Keys.Count);
        await Assert.ThrowsAsync<IssuerException>(() =>
            Validators.KeysOf(issuer.Settings).GetAsync(CancellationToken.None).AsTask()
        );
    }

    /// <summary>A provider of its own that calls itself what the tokens say.</summary>
    private static async Task<OidcServer> StartAsync(string keys)
    {
        var issuer = new OidcServer { Keys = keys };
        await issuer.StartAsync();
        return issuer;
    }

    /// <summary>Tokens name the shared provider; this one stands in its place, at another port.</summary>
    private IssuerSettings Named(OidcServer issuer)
    {
        issuer.Issuer = jose.Issuer.Address;
        return jose.Issuer.Settings with { DiscoveryAddress = issuer.Address };
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
