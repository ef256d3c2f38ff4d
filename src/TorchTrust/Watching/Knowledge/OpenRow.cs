namespace TorchTrust.Watching.Knowledge;

/// <summary>
/// The calls of a model in which gradients were recorded and which no backward pass has followed yet. Nothing tells at once whether one
/// will: a program that does without <c>no_grad</c> evaluates like that, too.
/// </summary>
internal sealed class OpenRow
{
    /// <summary>So many steps show in which order a program does things.</summary>
    private const int Certain = 20;

    private const int Most = 1 << 14;
    private const int MostRows = 1 << 16;

    private readonly List<Call> _calls = [];
    private int _rows;
    private bool _isCleared;
    private long _clearedFirst;
    private long _calledFirst;
    private int _usual;

    /// <summary>The calls.</summary>
    public IReadOnlyList<Call> Calls => _calls;

    /// <summary>Whether there are so many that it is not waited for more.</summary>
    public bool IsFull => _calls.Count >= Most;

    /// <summary>
    /// Whether the program has cleared gradients before it called the model in at least four of five steps so far: an iteration begins
    /// there, and what was called before belongs to none.
    /// </summary>
    private bool BeginsWithClearing => _clearedFirst >= Certain && _calledFirst * 4 <= _clearedFirst;

    /// <summary>Whether the calls are more than one, all of them in evaluation mode.</summary>
    public bool IsInEvaluationMode => _calls.Count > 1 && _calls.TrueForAll(call => call.IsInEvaluationMode);

    /// <summary>Adds a call.</summary>
    public void Add(Call call)
    {
        bool hasSpace = _rows + call.What.Rows.Count <= MostRows;
        _rows += hasSpace ? call.What.Rows.Count : 0;
        _calls.Add(hasSpace ? call : call with { What = call.What with { Rows = [] } });
    }

    /// <summary>Gradients of the model are cleared.</summary>
    /// <returns>Whether the calls before were an evaluation: more than one, where an iteration begins with the clearing.</returns>
    public bool Clear()
    {
        if (_isCleared)
        {
            return false;
        }

        _isCleared = true;
        bool isEvaluation = _calls.Count > 1 && BeginsWithClearing;
        _clearedFirst += _calls.Count == 0 ? 1 : 0;
        _calledFirst += _calls.Count == 0 ? 0 : 1;
        return isEvaluation;
    }

    /// <summary>An optimizer of the model takes a step.</summary>
    public void Step() => _isCleared = false;

    /// <summary>
    /// Takes the calls out, as those of a training. Where they are more than is usual, some may be of an evaluation: their rows are not
    /// told.
    /// </summary>
    public IReadOnlyList<ModuleCall> Trained()
    {
        bool isUsual = _calls.Count <= 1 || _calls.Count == _usual;
        _usual = _calls.Count;
        return [.. Taken().Select(call => isUsual ? call.What : call.What with { Rows = [] })];
    }

    /// <summary>Takes the calls out.</summary>
    public IReadOnlyList<Call> Taken()
    {
        Call[] taken = [.. _calls];
        _calls.Clear();
        _rows = 0;
        return taken;
    }

    /// <summary>A call with gradients.</summary>
    /// <param name="What">The call, as one of a training.</param>
    /// <param name="Thread">The thread.</param>
    /// <param name="ActsAsInTraining">Whether dropout dropped, or statistics of batches were taken; null for the first call.</param>
    /// <param name="IsInEvaluationMode">Whether the whole model was in evaluation mode.</param>
    internal sealed record Call(ModuleCall What, int Thread, bool? ActsAsInTraining, bool IsInEvaluationMode);
}
