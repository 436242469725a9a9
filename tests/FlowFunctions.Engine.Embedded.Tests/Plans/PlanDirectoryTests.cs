using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Plans;

public sealed class PlanDirectoryTests : IDisposable
{
    private static readonly Plan Kept = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    private readonly TemporaryDirectory _directory = new();

    private string PlanFile => Path.Combine(_directory.Path, "plans", Kept.Hash + ".json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Get_KeptPlan_IsFoundByAnotherProcess()
    {
        await Open().KeepAsync(Kept, CancellationToken.None);
        await Open().KeepAsync(Kept, CancellationToken.None);

        var found = await Open().GetAsync(Kept.Hash, CancellationToken.None);

        Assert.Equal(PlanJson.Write(Kept), PlanJson.Write(Assert.IsType<Plan>(found)));
        Assert.Equal([PlanFile], Directory.GetFiles(Path.GetDirectoryName(PlanFile)!));
    }

    [Fact]
    public async Task Get_UnknownPlan_IsNull()
    {
        Assert.Null(await Open().GetAsync(Kept.Hash, CancellationToken.None));
        Assert.Null(await Open().ResolveAsync("default", "flow", CancellationToken.None));
    }

    [Fact]
    public async Task Get_DamagedFile_IsRefusedAndKeepingMendsIt()
    {
        await Open().KeepAsync(Kept, CancellationToken.None);
        var content = await File.ReadAllTextAsync(PlanFile);
        await File.WriteAllTextAsync(PlanFile, content.Replace("\"a\"", "\"x\"", StringComparison.Ordinal));

        await Assert.ThrowsAsync<PlanException>(async () => await Open().GetAsync(Kept.Hash, CancellationToken.None));

        await Open().KeepAsync(Kept, CancellationToken.None);
        Assert.Equal(content, await File.ReadAllTextAsync(PlanFile));
    }

    [Fact]
    public async Task Get_HashThatIsAPath_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Open().GetAsync("../../etc/passwd", CancellationToken.None)
        );

    private PlanDirectory Open() => new(Path.Combine(_directory.Path, "plans"));
}
