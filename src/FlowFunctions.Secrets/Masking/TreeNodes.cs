namespace FlowFunctions.Secrets.Masking;

/// <summary>The nodes of a <see cref="PatternTree"/>, each a number. Nearly all have one child, so children are chained.</summary>
internal sealed class TreeNodes
{
    private const int Ascii = 128;

    private readonly int[] _roots = new int[Ascii];
    private readonly char[] _label;
    private readonly int[] _sibling;
    private readonly SecretForm[] _forms;
    private readonly int[] _longest;
    private int _count = 1;

    public TreeNodes(IReadOnlyCollection<SecretForm> forms)
    {
        _forms = [.. forms];
        var size = 1 + forms.Sum(static form => form.Text.Length);
        _label = new char[size];
        _sibling = new int[size];
        (Child, Shorter, Depth, _longest) = (new int[size], new int[size], new int[size], new int[size]);
        for (var i = 0; i < _forms.Length; i++)
        {
            _longest[Add(_forms[i])] = i + 1;
        }

        Connect();
    }

    /// <summary>The first child of each; 0 when it has none.</summary>
    public int[] Child { get; }

    /// <summary>The node of the longest text that is the end of this one's.</summary>
    public int[] Shorter { get; }

    /// <summary>How many characters have been read.</summary>
    public int[] Depth { get; }

    /// <summary>The child with a label; 0 when there is none.</summary>
    public int Find(int node, char label)
    {
        if (node == 0 && label < Ascii)
        {
            return _roots[label];
        }

        var child = Child[node];
        while (child != 0 && _label[child] != label)
        {
            child = _sibling[child];
        }

        return child;
    }

    /// <summary>The longest searched text that ends at a node; null when none does.</summary>
    public SecretForm? LongestAt(int node) => _longest[node] is > 0 and var index ? _forms[index - 1] : null;

    private int Add(SecretForm form)
    {
        var node = 0;
        foreach (var character in form.Text)
        {
            var child = Find(node, character);
            node = child != 0 ? child : Add(node, character);
        }

        return node;
    }

    private int Add(int parent, char label)
    {
        var node = _count++;
        _label[node] = label;
        Depth[node] = Depth[parent] + 1;
        _sibling[node] = Child[parent];
        Child[parent] = node;
        if (parent == 0 && label < Ascii)
        {
            _roots[label] = node;
        }

        return node;
    }

    /// <summary>By depth, so that a node's shorter ones are connected before it.</summary>
    private void Connect()
    {
        var open = new Queue<int>([0]);
        while (open.TryDequeue(out var node))
        {
            for (var child = Child[node]; child != 0; child = _sibling[child])
            {
                Shorter[child] = node == 0 ? 0 : ShorterOf(Shorter[node], _label[child]);
                _longest[child] = _longest[child] > 0 ? _longest[child] : _longest[Shorter[child]];
                open.Enqueue(child);
            }
        }
    }

    private int ShorterOf(int node, char label)
    {
        while (true)
        {
            var child = Find(node, label);
            if (child != 0 || node == 0)
            {
                return child;
            }

            node = Shorter[node];
        }
    }
}
