using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.Tests.History;

public sealed class HistoryBytesTests
{
    public static TheoryData<string> Scenarios => GoldenHistoryTests.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Read_WhatWasWritten_IsTheSameHistory(string scenario)
    {
        var events = GoldenScenarios.All[scenario]().History;

        var read = HistoryReader.Read(Write(events).WrittenMemory);

        Assert.Equal(events.Select(HistoryJson.Write), read.Select(HistoryJson.Write));
    }

    [Fact]
    public void Write_ContinuedFromBytes_GoesOn()
    {
        var events = GoldenScenarios.All["repeat"]().History;
        var first = Write(events[..3]).ToArray();

        var second = new HistoryWriter(first);
        events[3..].ForEach(second.Append);

        Assert.Equal(Write(events).ToArray(), second.ToArray());
        Assert.Equal(Write(events[..3]).ToArray(), first);
    }

    [Fact]
    public void Read_HistoryCutAnywhere_IsRefusedOrEndsWithAnEvent()
    {
        var events = GoldenScenarios.All["subflow"]().History;
        var writer = new HistoryWriter();
        var ends = new HashSet<int> { 0 };
        foreach (var runEvent in events)
        {
            writer.Append(runEvent);
            ends.Add(writer.WrittenCount);
        }

        for (var length = 0; length < writer.WrittenCount; length++)
        {
            var cut = writer.WrittenMemory[..length];
            if (ends.Contains(length))
            {
                Assert.True(HistoryReader.Read(cut).Count() < events.Count);
            }
            else
            {
                Assert.Throws<InvalidDataException>(() => HistoryReader.Read(cut).Count());
            }
        }
    }

    [Fact]
    public void Read_AnyByteChanged_GivesAHistoryOrIsRefused()
    {
        var bytes = Write(GoldenScenarios.All["foreach-collect"]().History).ToArray();
        var refused = 0;
        for (var index = 0; index < bytes.Length; index++)
        {
            byte[] damaged = [.. bytes];
            damaged[index] ^= 0xFF;
            var exception = Record.Exception(() => HistoryReader.Read(damaged).Count());
            Assert.True(exception is null or InvalidDataException, $"byte {index}: {exception}");
            refused += exception is null ? 0 : 1;
        }

        Assert.InRange(refused, 1, bytes.Length);
    }

    private static HistoryWriter Write(IEnumerable<RunEvent> events)
    {
        var writer = new HistoryWriter();
        foreach (var runEvent in events)
        {
            writer.Append(runEvent);
        }

        return writer;
    }
}
