using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FlowFunctions.Flows.Text;

/// <summary>
/// The parser's events. On some damaged texts the parser throws what it did not mean to throw; here that is a syntax
/// error after the last event that it could read.
/// </summary>
internal sealed class YamlEvents(string text) : IParser
{
    private readonly Parser parser = new(new StringReader(text));

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        var last = Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or InvalidCastException
            )
        {
            throw new YamlException(last, last, "the text cannot be read from here on", e);
        }
    }
}
