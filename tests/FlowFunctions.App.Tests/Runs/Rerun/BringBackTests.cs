using System.Text;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Tests.Runs.Rerun;

public sealed class BringBackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-bring-back").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Archive_ValueThatOnlyStorageHolds_IsGivenToTheEngine()
    {
        var own = Store("own");
        var stored = Store("stored");
        var value = Encoding.UTF8.GetBytes("\"a value\"");
        var reference = await stored.PutAsync(value, CancellationToken.None);

        await new PayloadArchive(own, stored).BringBackAsync([reference], CancellationToken.None);

        Assert.Equal(value, await own.GetAsync(reference, CancellationToken.None));
    }

    [Fact]
    public async Task Archive_ValueThatNobodyHolds_IsMissed()
    {
        var reference = PayloadReference.Of("1"u8);

        await Assert.ThrowsAsync<PayloadMissingException>(async () =>
            await new PayloadArchive(Store("own"), Store("stored")).BringBackAsync([reference], CancellationToken.None)
        );
    }

    private PayloadDirectory Store(string name) =>
        new(Path.Combine(_folder, name), Durability.Buffered, TimeProvider.System);
}
