using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>Reading a journal that an engine writes at the same time.</summary>
internal static class JournalInUse
{
    private const int Attempts = 3;

    /// <summary>Reads it, and again if the engine deleted a file meanwhile or wrote behind a record of which only a part had been read.</summary>
    public static T Read<T>(Func<T> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return read();
            }
            catch (Exception exception)
                when (exception is FileNotFoundException or JournalCorruptException && attempt < Attempts)
            {
                // The next attempt finds it as it is then.
            }
        }
    }
}
