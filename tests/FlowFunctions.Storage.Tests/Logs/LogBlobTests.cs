using System.Text;
using Azure.Storage.Blobs.Specialized;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Logs;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Logs;

[Collection(nameof(StorageTests))]
public sealed class LogBlobTests(AzuriteFixture fixture)
{
    private readonly string _name = AzuriteFixture.NewName();

    // Both stand at the same place; the second one's append is refused there.
    [Theory]
    [InlineData("1\n", "2\n")]
    [InlineData("1\n", "longer\n")]
    [InlineData("longer\n", "2\n")]
    public async Task Append_AnotherWroteThere_ComesBehindIt(string others, string own)
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await one.AppendAsync(Encoding.UTF8.GetBytes(others), default);

        await two.AppendAsync(Encoding.UTF8.GetBytes(own), default);

        Assert.Equal(others + own, await ContentAsync());
        Assert.Equal((others.Length + own.Length, 2), (two.Length, two.Blocks));
    }

    private async Task<LogBlob> OpenAsync()
    {
        var blob = new LogBlob(Blob());
        await blob.OpenAsync(default);
        return blob;
    }

    private async Task<string> ContentAsync() => (await Blob().DownloadContentAsync()).Value.Content.ToString();

    private AppendBlobClient Blob() =>
        fixture.Account.Blobs.GetBlobContainerClient(StorageLayout.Logs).GetAppendBlobClient(_name);
}
