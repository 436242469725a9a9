using FlowFunctions.Cli.SignIn.Issuers;
using FlowFunctions.Cli.SignIn.Store;

namespace FlowFunctions.Cli.Tests.SignIn;

public sealed class DeviceSignInTests
{
    [Fact]
    public async Task Provider_ThatIsAskedTooOften_IsAskedLessOften()
    {
        await using var provider = await DeviceProvider.StartAsync();
        foreach (var error in (string[])["authorization_pending", "slow_down", "authorization_pending", "slow_down"])
        {
            provider.Errors.Enqueue(error);
        }

        var time = new QuickTime();
        var signIn = await SignInAsync(provider, time);

        Assert.Equal("refresh-0", signIn.RefreshToken);
        Assert.Equal([5, 5, 10], time.Pauses.Select(static pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task Code_ThatNobodyEnters_Expires()
    {
        await using var provider = await DeviceProvider.StartAsync();
        provider.CodeLifetime = 12;
        provider.Errors.Enqueue("slow_down");
        foreach (var _ in Enumerable.Range(0, 5))
        {
            provider.Errors.Enqueue("authorization_pending");
        }

        var failure = await Assert.ThrowsAsync<InvalidUseException>(() => SignInAsync(provider, new QuickTime()));

        Assert.Contains("Nobody entered the code in time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, provider.Errors.Count);
    }

    [Fact]
    public async Task Records_WithSecrets_DoNotShowThem()
    {
        await using var provider = await DeviceProvider.StartAsync();
        var signIn = await SignInAsync(provider, new QuickTime());

        Assert.DoesNotContain("refresh-0", $"{signIn}", StringComparison.Ordinal);
        Assert.DoesNotContain(signIn.Token, $"{signIn}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://issuer.example")]
    [InlineData("ftp://127.0.0.1")]
    public void Provider_WithoutHttps_IsNotAsked(string authority) =>
        Assert.Throws<InvalidUseException>(() => new OAuthClient(authority).Dispose());

    private static async Task<StoredSignIn> SignInAsync(DeviceProvider provider, QuickTime time)
    {
        var issuer = new IssuerClientId(provider.Address, DeviceProvider.ClientId, "openid offline_access");
        using var http = new OAuthClient(provider.Address, time: time);
        using var terminal = new TestTerminal();
        return await new DeviceSignIn(new IssuerClient(http, issuer, time), terminal.Terminal, time).RunAsync(
            CancellationToken.None
        );
    }
}
