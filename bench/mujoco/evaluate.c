// Evaluates the tendons of a model over postures and says how many a second: kinematics, lengths, moment arms.
// evaluate model.xml postures.bin results.bin rounds; a posture's results are all lengths, then each tendon's row of moment arms
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "evaluate model.xml postures.bin results.bin rounds\n");
    return 2;
  }

  char error[1000] = "";
  mjModel *m = mj_loadXML(argv[1], NULL, error, sizeof error);
  if (!m) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }

  if (mj_isSparse(m)) {
    fprintf(stderr, "moment arms are expected as full rows\n");
    return 1;
  }

  mjData *d = mj_makeData(m);
  FILE *file = fopen(argv[2], "rb");
  fseek(file, 0, SEEK_END);
  long count = ftell(file) / (long)(sizeof(double) * m->nq);
  rewind(file);
  double *postures = malloc(sizeof(double) * m->nq * count);
  if (fread(postures, sizeof(double) * m->nq, count, file) != (size_t)count) return 1;
  fclose(file);

  FILE *out = fopen(argv[3], "wb");
  double best = 1e30, check = 0;
  int rounds = atoi(argv[4]);
  for (int round = 0; round < rounds; round++) {
    double start = now();
    for (long i = 0; i < count; i++) {
      for (int q = 0; q < m->nq; q++) d->qpos[q] = postures[i * m->nq + q];
      mj_kinematics(m, d);
      mj_comPos(m, d);
      mj_tendon(m, d);
      check += d->ten_length[0] + d->ten_J[0];
      if (round == 0) {
        fwrite(d->ten_length, sizeof(double), m->ntendon, out);
        fwrite(d->ten_J, sizeof(double), m->ntendon * m->nv, out);
      }
    }
    double took = now() - start;
    if (round > 0 && took < best) best = took;
  }
  fclose(out);
  printf("%.1f %g\n", count / best, check);
  return 0;
}
