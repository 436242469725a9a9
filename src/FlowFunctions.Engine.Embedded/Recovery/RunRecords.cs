using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>The records of a run, as they stand in the journal.</summary>
/// <param name="runId">Its id.</param>
/// <param name="number">Its number in the journal.</param>
internal sealed class RunRecords(string runId, long number)
{
    private readonly List<RunRecord> _records = [];

    public string RunId => runId;

    public long Number => number;

    /// <summary>By turn, each once.</summary>
    public IReadOnlyList<RunRecord> Records => _records;

    /// <summary>Adds a record. Of two copies the younger counts: the older stands in a segment that is about to be deleted.</summary>
    public void Add(RunRecord record)
    {
        var index = _records.Count;
        while (index > 0 && _records[index - 1].Turn > record.Turn)
        {
            index--;
        }

        if (index > 0 && _records[index - 1].Turn == record.Turn)
        {
            _records[index - 1] = record;
        }
        else
        {
            _records.Insert(index, record);
        }
    }

    /// <summary>The first turn that is missing, or 0. Every turn of an open run is kept, so one that is missing was lost.</summary>
    public int MissingTurn()
    {
        for (var index = 0; index < _records.Count; index++)
        {
            if (_records[index].Turn != index + 1)
            {
                return index + 1;
            }
        }

        return 0;
    }

    /// <summary>Keeps the places only: the records of a run that has ended are read again when they are wanted.</summary>
    public void DropPayloads()
    {
        for (var index = 0; index < _records.Count; index++)
        {
            _records[index] = _records[index] with { Payload = [] };
        }
    }

    /// <summary>What the journal's writer knows of the run.</summary>
    public LiveRun ToLive()
    {
        var live = new LiveRun(number) { Turns = _records.Count };
        foreach (var record in _records)
        {
            live.AddPlace(record.Place);
        }

        return live;
    }
}

/// <summary>One turn of a run.</summary>
/// <param name="Turn">Its number.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Offset">Where it begins in its segment.</param>
/// <param name="Payload">The record.</param>
internal readonly record struct RunRecord(int Turn, RecordPlace Place, long Offset, byte[] Payload)
{
    public Wire.Record Parse() => Wire.Record.Parser.ParseFrom(Payload);
}
