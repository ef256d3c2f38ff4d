using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Another session whose model and inputs are float64, with all tensors that the model reaches converted, registered or not,
/// at the point where the session is. It is built once a check, and follows the session from point to point.
/// </summary>
internal sealed class DoubleTwin : IDisposable
{
    private readonly ModelSession _original;
    private readonly ModelSession _twin;
    private ParameterPoint _point;

    private DoubleTwin(ModelSession original)
    {
        _original = original;
        _point = original.Point;
        try
        {
            _twin = new ModelSession(original.Subject.BuiltBy(Build), original.Seed, isDouble: true, original.Tally);
        }
        catch (SubjectException thrown)
        {
            throw new AlteredSubjectException(thrown);
        }

        original.Twins.Add(_twin);
    }

    /// <summary>The twin of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="measured">Keeps the twin.</param>
    /// <returns>The twin as the session is now, or null where no second instance can be built.</returns>
    /// <exception cref="AlteredSubjectException">The subject refuses to be built so, which may be right.</exception>
    public static ModelSession? Of(ModelSession session, Measurements measured) => session.Subject.Lifetime == SubjectLifetime.Fresh
        ? measured.Of(Facet.Instances, nameof(DoubleTwin), () => new DoubleTwin(session)).Present()
        : null;

    /// <summary>
    /// The twin of a session that was called once in training mode, at the point where its last user left it, or null where no
    /// second instance can be built.
    /// </summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static ModelSession? WarmOf(ModelSession session, Measurements measured) => session.Subject.Lifetime == SubjectLifetime.Fresh
        ? measured.Of(Facet.Instances, nameof(WarmOf), () => new DoubleTwin(session).Warmed())._twin
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _original.Twins.Remove(_twin);
        _twin.Dispose();
    }

    private DoubleTwin Warmed()
    {
        try
        {
            _twin.WarmUp();
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private ModelSession Present()
    {
        _twin.Restore();
        (_twin.Rewire, _twin.Redirect) = (_original.Rewire, _original.Redirect);
        if (_point != _original.Point)
        {
            CopyPoint(_twin.Model);
            _twin.TakeAsBuilt();
            _point = _original.Point;
        }

        return _twin;
    }

    private object Build()
    {
        object model = _original.Build(_original.Seed);
        var ties = ParameterTies.Of(model);
        DoublePrecision.Convert(model);
        ties.TieAgain(model);
        CopyPoint(model);
        return model;
    }

    /// <summary>
    /// The same point, not another draw of it: noise of another dtype has other values, and a constructor may ignore the seed.
    /// </summary>
    private void CopyPoint(object model)
    {
        using IDisposable _ = no_grad();
        Dictionary<string, Tensor> here = TensorsOf(_original.Model);
        foreach ((string path, Tensor wide) in TensorsOf(model))
        {
            if (here.TryGetValue(path, out Tensor? narrow) && narrow.shape.AsSpan().SequenceEqual(wide.shape))
            {
                wide.detach().copy_(narrow);
            }
        }
    }

    private static Dictionary<string, Tensor> TensorsOf(object model) =>
        BuiltInstance.TensorsOf(model).ToDictionary(entry => entry.Key, entry => (Tensor)entry.Value.Value);
}
