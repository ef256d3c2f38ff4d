namespace TorchTrust.Probes;

/// <summary>Counts the passes of a session and of all sessions that it opens beside itself.</summary>
internal sealed class PassTally
{
    /// <summary>The passes so far.</summary>
    public PassCount Count { get; private set; }

    /// <summary>The model is called.</summary>
    public void Forward() => Count += new PassCount(1, 0);

    /// <summary>Gradients are taken through it.</summary>
    public void Backward() => Count += new PassCount(0, 1);
}
