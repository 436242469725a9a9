using FlowFunctions.App.Approvals;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.App.Tests.Approvals;

[Collection(nameof(AppTests))]
public sealed class ApprovalKeysTests(AppFixture fixture)
{
    [Fact]
    public async Task Key_OfSeveralInstancesAtOnce_IsTheSame()
    {
        var account = StorageAccount.Connect(fixture.Azurite.ConnectionString);
        var instances = Enumerable.Range(0, 8).Select(_ => new ApprovalKeys(account)).ToArray();

        var keys = await Task.WhenAll(
            instances.Select(static instance => instance.GetAsync(CancellationToken.None).AsTask())
        );

        Assert.Equal(32, keys[0].Length);
        Assert.All(keys, key => Assert.Equal(keys[0], key));
    }
}
