namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The evaluation takes steps on held-out points.</summary>
internal static class EvaluationTrains
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            model.eval();
            foreach ((Tensor points, Tensor classes) in Digits.HeldOut())
            {
                optimizer.zero_grad();
                F.cross_entropy(model.call(points), classes).backward();
                optimizer.step(); // fault
            }

            model.train();
        }
    }
}
