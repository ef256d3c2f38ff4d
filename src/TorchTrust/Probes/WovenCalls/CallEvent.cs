namespace TorchTrust.Probes;

/// <summary>A call of TorchSharp that the user's code made.</summary>
/// <param name="Order">Its number among all calls that were recorded, in the order in which they began.</param>
/// <param name="Site">What was called, and from where.</param>
/// <param name="Object">What it was called on; null for a static call.</param>
/// <param name="Arguments">The arguments, by the names of their parameters.</param>
/// <param name="Thread">The managed number of the thread.</param>
/// <param name="Within">The call that ran meanwhile on this thread, such as the step that ran a closure; null for none.</param>
internal sealed record CallEvent(
    int Order, CallSite Site, CallValue? Object, IReadOnlyDictionary<string, CallValue> Arguments, int Thread, CallSite? Within)
{
    /// <summary>What the call gave; null until it returned, and where it gives nothing.</summary>
    public CallValue? Result { get; set; }

    /// <summary>The text of an argument; null where the overload has no such parameter.</summary>
    public string? this[string parameter] => Arguments.TryGetValue(parameter, out CallValue? value) ? value.Text : null;

    /// <summary>In words, such as <c>SGD.step in Trainer.Step (Trainer.cs:33)</c>.</summary>
    public override string ToString() => Site.ToString();
}
