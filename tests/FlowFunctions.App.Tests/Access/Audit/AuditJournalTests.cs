using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Tests.Access.Tokens;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Tests.Access.Audit;

/// <summary>The files in which entries wait for the table.</summary>
[Collection(nameof(AppTests))]
public sealed class AuditJournalTests(AppFixture fixture)
{
    private readonly string _folder = fixture.NewFolder();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Left_OfAProcessThatWasKilled_IsAllThatWasKept_AsItWas(bool flushes)
    {
        AuditRow[] rows = [Row(1, "plain"), Row(2, "\"quoted\\ ä🎉 \u2028"), Row(3, "")];
        using var journal = new AuditJournal(_folder, flushes, TimeProvider.System);
        journal.Append(rows[..1]);
        journal.Append(rows[1..]);

        // It is still open, so that what stands behind its last line is what a kill leaves there.
        Assert.Equal(rows, await LeftAsync(_folder));
    }

    [Fact]
    public async Task Left_WhereAPartNeverReachedTheDisk_EndsBeforeIt()
    {
        using (var journal = new AuditJournal(_folder, flushes: true, TimeProvider.System))
        {
            journal.Append([Row(1, "kept")]);
            journal.Append([Row(2, "lost"), Row(3, "not answered for")]);
        }

        var file = Assert.Single(Directory.GetFiles(_folder));
        var bytes = await File.ReadAllBytesAsync(file);
        var second = Array.IndexOf(bytes, (byte)'\n') + 10;
        bytes.AsSpan(second, 20).Clear();
        await File.WriteAllBytesAsync(file, bytes);

        Assert.Equal([Row(1, "kept")], await LeftAsync(_folder));
    }

    [Fact]
    public async Task Append_MoreThanThereIsSpaceFor_KeepsAllOfIt_AndGivesTheRestBack()
    {
        AuditRow[] rows = [.. Enumerable.Range(1, 600).Select(static number => Row(number, new string('x', 1000)))];
        using (var journal = new AuditJournal(_folder, flushes: true, TimeProvider.System))
        {
            Array.ForEach(rows, row => journal.Append([row]));
            journal.Append(rows);
        }

        Assert.Equal([.. rows, .. rows], await LeftAsync(_folder));
        var file = Assert.Single(Directory.GetFiles(_folder));
        Assert.DoesNotContain((byte)0, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public void Tidy_DeletesAFile_WhenItsEntriesHaveBeenStoredForAWhile_AndNotBefore()
    {
        var clock = new Clock(DateTimeOffset.UnixEpoch);
        using var journal = new AuditJournal(_folder, flushes: false, clock);
        journal.Append([Row(1, "first file"), Row(2, "first file")]);
        clock.MoveOn(TimeSpan.FromSeconds(30));
        journal.Tidy(sent: 2, stored: 1);
        journal.Append([Row(3, "second file")]);

        clock.MoveOn(TimeSpan.FromHours(1));
        journal.Tidy(sent: 3, stored: 1);
        var whileOneIsMissing = Files();
        journal.Tidy(sent: 3, stored: 2);
        clock.MoveOn(TimeSpan.FromSeconds(29));
        journal.Tidy(sent: 3, stored: 2);
        var shortlyAfter = Files();
        clock.MoveOn(TimeSpan.FromSeconds(1));
        journal.Tidy(sent: 3, stored: 2);

        Assert.Equal((2, 2, 1), (whileOneIsMissing, shortlyAfter, Files()));

        int Files() => Directory.GetFiles(_folder).Length;
    }

    private static AuditRow Row(int sequence, string target) =>
        new("default", "stream", sequence, DateTimeOffset.UnixEpoch, "before", $$"""{"id":"{{sequence}}"}""")
        {
            Action = "flow.save",
            Target = target,
        };

    private static async Task<List<AuditRow>> LeftAsync(string folder)
    {
        using var next = new AuditJournal(folder, flushes: true, TimeProvider.System);
        return await next.LeftAsync().ToListAsync();
    }
}
