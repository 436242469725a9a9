using FlowFunctions.Cli.Run;

namespace FlowFunctions.Cli.Tests.Run;

public sealed class RunPartsTests
{
    [Theory]
    [InlineData("CRM_TOKEN", "FLOW_SECRET_CRM_TOKEN")]
    [InlineData("orders-hook", "FLOW_SECRET_ORDERS_HOOK")]
    [InlineData("lower", "FLOW_SECRET_lower")]
    public async Task Secret_Name_IsFoundInItsVariable(string name, string variable)
    {
        var secrets = new EnvironmentSecrets(asked => asked == variable ? "value" : null);

        Assert.Equal("value", await secrets.FindAsync("", name, CancellationToken.None));
        Assert.Null(await secrets.FindAsync("", "other", CancellationToken.None));
        Assert.Contains(variable.ToUpperInvariant(), secrets.AdviceFor(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("UseDevelopmentStorage=true", true)]
    public void Queues_OfTheEnvironment_AreThoseOfTheAppsStorageAccount(string? setting, bool expected) =>
        Assert.Equal(expected, RunQueues.Of(name => name == "AzureWebJobsStorage" ? setting : null) is not null);

    [Fact]
    public void Queues_OfAnAccountThatIsNone_AreRefusedWithTheSetting()
    {
        var refusal = Assert.Throws<InvalidUseException>(() => RunQueues.Of(static _ => "no connection string"));

        Assert.Contains("AzureWebJobsStorage", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunId_New_IsAllowedAndInOrderOfTime()
    {
        var first = RunId.New(new DateTimeOffset(2026, 1, 31, 14, 25, 1, TimeSpan.Zero));
        var second = RunId.New(new DateTimeOffset(2026, 1, 31, 14, 25, 2, TimeSpan.Zero));

        Assert.Matches("^20260131-142501-[2-9b-z]{6}$", RunId.Check(first));
        Assert.True(string.CompareOrdinal(first, second) < 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("a~1")]
    [InlineData("späť")]
    public void RunId_NoFolderName_IsRefused(string id) => Assert.Throws<InvalidUseException>(() => RunId.Check(id));

    [Theory]
    [InlineData("flow.json", "flow.json")]
    [InlineData("my flow.json", "'my flow.json'")]
    [InlineData("it's", "'it'\\''s'")]
    public void Word_ForAShell_IsQuotedWhenItMustBe(string word, string quoted) =>
        Assert.Equal(quoted, Invocation.Quote(word));

    [Fact]
    public void Folder_WithFilesOfTheUser_IsNoRunAndStays()
    {
        using var file = new TemporaryFile("mine");
        var users = Path.GetDirectoryName(file.Path)!;
        var options = new RunOptions { File = "flow.json", Journal = Path.GetDirectoryName(users) };
        var folder = RunFolder.Of(options, Path.GetFileName(users));

        Assert.False(folder.Exists);
        folder.Remove();

        Assert.True(File.Exists(file.Path));
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("ended")]
    public void Folder_WithItsOwnFilesOnly_IsRemoved(string name)
    {
        using var file = new TemporaryFile("", $"run/{name}");
        var users = Path.GetDirectoryName(file.Path)!;
        var options = new RunOptions { File = "flow.json", Journal = Path.GetDirectoryName(users) };

        RunFolder.Of(options, "run").Remove();

        Assert.False(Directory.Exists(users));
    }

    [Fact]
    public void Resume_Command_RepeatsWhatTheRunNeeds()
    {
        var options = new RunOptions
        {
            File = "a b.json",
            Journal = "/var/runs",
            DenyPrivateNetwork = true,
        };

        Assert.Equal(
            "flow run 'a b.json' --resume r1 --journal /var/runs --deny-private-network",
            new Invocation(options, "r1").Resume
        );
    }
}
