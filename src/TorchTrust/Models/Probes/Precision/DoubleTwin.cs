using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Another session whose model and inputs are float64, with all tensors that the model reaches converted, registered or not,
/// at the point where the session is.
/// </summary>
internal static class DoubleTwin
{
    /// <summary>Builds the twin of a session.</summary>
    /// <returns>The twin, or null where no second instance can be built.</returns>
    /// <exception cref="AlteredSubjectException">The subject refuses to be built so, which may be right.</exception>
    public static ModelSession? Of(ModelSession session)
    {
        if (session.Subject.Lifetime != SubjectLifetime.Fresh)
        {
            return null;
        }

        try
        {
            return new ModelSession(session.Subject.BuiltBy(() => Build(session)), session.Seed, isDouble: true);
        }
        catch (SubjectException thrown)
        {
            throw new AlteredSubjectException(thrown);
        }
    }

    private static object Build(ModelSession session)
    {
        object model = session.Build(session.Seed);
        var ties = ParameterTies.Of(model);
        DoublePrecision.Convert(model);
        ties.TieAgain(model);

        // The same point, not another draw of it: noise of another dtype has other values, and a constructor may ignore
        // the seed.
        using IDisposable _ = no_grad();
        Dictionary<string, Tensor> here = TensorsOf(session.Model);
        foreach ((string path, Tensor wide) in TensorsOf(model))
        {
            if (here.TryGetValue(path, out Tensor? narrow) && narrow.shape.AsSpan().SequenceEqual(wide.shape))
            {
                wide.detach().copy_(narrow);
            }
        }

        return model;
    }

    private static Dictionary<string, Tensor> TensorsOf(object model) =>
        BuiltInstance.TensorsOf(model).ToDictionary(entry => entry.Key, entry => (Tensor)entry.Value.Value);
}
